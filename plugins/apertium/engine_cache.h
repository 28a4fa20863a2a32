// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "engine.h"

namespace dragoman::apertium {

/// The loaded engines of one configuration. A call takes an idle one of its mode or loads another; what is idle
/// longest goes first when the bytes of all, busy ones included, would pass the cap.
class EngineCache {
public:
    /// `programs_per_mode` bounds the engines of one mode that keep helper programs.
    EngineCache(size_t max_bytes, size_t programs_per_mode, const std::string& data_directory);

    /// An engine on loan; it goes back to the cache when this ends, if it is still fit for use.
    class Loan {
    public:
        Loan(EngineCache& cache, const std::string& name, std::unique_ptr<Engine> engine, size_t bytes);
        ~Loan();
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        Engine& engine() { return *engine_; }

    private:
        EngineCache& cache_;
        const std::string name_;
        std::unique_ptr<Engine> engine_;
        const size_t bytes_;
    };

    /// Waits for room until the call's deadline, then throws `Failure` with DGM_UNAVAILABLE.
    std::unique_ptr<Loan> borrow(const std::string& name, const ModeFile& mode, const Call& call);

    /// An engine nobody uses at the moment.
    struct Idle {
        std::string name;
        std::unique_ptr<Engine> engine;
        size_t bytes;
    };

private:
    bool may_load(const std::string& name);

    std::unique_ptr<Engine> take_idle(const std::string& name, size_t& bytes);
    bool make_room(size_t needed, std::list<Idle>& evicted);
    void give_back(const std::string& name, std::unique_ptr<Engine> engine, size_t bytes);
    void forget(const std::string& name, size_t bytes);
    size_t expected_bytes(const std::string& name, const ModeFile& mode) const;

    const size_t max_bytes_;
    const size_t programs_per_mode_;
    FileProbe probe_;

    std::mutex mutex_;
    std::condition_variable freed_;
    std::list<Idle> idle_;                        // least recently used first
    std::map<std::string, size_t> counts_;        // engines of a mode, idle and busy and being loaded
    std::map<std::string, size_t> known_bytes_;   // of a mode, as last measured
    std::map<std::string, bool> has_programs_;
    size_t bytes_ = 0;                            // of all engines, with what is being loaded
};

}  // namespace dragoman::apertium
