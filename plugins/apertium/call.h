// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>

#include "failure.h"

namespace dragoman::apertium {

/// What bounds one call: when it has to be over, and the wish of the host to end it early.
class Call {
public:
    using Clock = std::chrono::steady_clock;

    explicit Call(Clock::time_point deadline, const std::atomic<bool>* cancelled = nullptr)
        : deadline(deadline), cancelled_(cancelled) {}

    /// Throws when the call should end. Asked between stages: a stage in process cannot be interrupted.
    void check() const {
        if (cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed)) {
            throw Failure(DGM_CANCELLED, "cancelled by the host");
        }
        if (Clock::now() >= deadline) throw Failure(DGM_TIMED_OUT, "the call reached its deadline");
    }

    bool is_cancelled() const { return cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed); }

    /// Milliseconds left, at least 0, for poll(2).
    int remaining_ms() const {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return 0;
        return left > 3600 * 1000 ? 3600 * 1000 : static_cast<int>(left);
    }

    const Clock::time_point deadline;

private:
    const std::atomic<bool>* cancelled_;
};

}  // namespace dragoman::apertium
