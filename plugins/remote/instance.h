// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "exchange.h"
#include "failure.h"

namespace dragoman::remote {

/// How a call ended well.
struct Success {
    std::string model_used;
    std::string finish_reason;
    dgm_stop stop = DGM_STOP_END;
};

/// An instance of a provider that asks a service: its open tickets, and the exchanges that serve them.
///
/// All but `cancel` is [instance]. What a ticket waits for is an exchange, or (parked) the work of another ticket.
class Instance {
public:
    explicit Instance(dgm_instance number) : number(number) {}
    virtual ~Instance() = default;
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    /// [any]
    void cancel(dgm_ticket ticket);

    const dgm_instance number;

protected:
    using Work = std::function<void()>;
    using Then = std::function<void(const Response&)>;

    /// Takes a ticket and runs `work`, which ends the call, sends a request for it or parks it. What it throws ends
    /// the call.
    void open(dgm_ticket ticket, int64_t deadline_ms, const Work& work);

    /// Sends a request for an open ticket; `then` gets the answer, whatever its HTTP status. Without an answer the
    /// call ends.
    void send(dgm_ticket ticket, const Request& request, Then then);

    /// Sends a request that serves no ticket. `then` gets the answer, or null and the reason why there is none.
    void send_aside(const Request& request, int64_t timeout_ms,
                    std::function<void(const Response*, const Failure*)> then);

    /// Leaves a ticket open until `resume`.
    void park(dgm_ticket ticket, Work work);

    /// Goes on with a parked ticket; nothing happens when it has ended meanwhile.
    void resume(dgm_ticket ticket);

    void succeed(dgm_ticket ticket, const Success& success);

private:
    using Clock = std::chrono::steady_clock;

    struct Call {
        std::optional<Clock::time_point> deadline;
        /// Of the exchange that it waits for, or 0.
        uint64_t handle = 0;
        Work parked;
        bool is_cancelled = false;
    };

    struct Exchange {
        Instance* instance;
        std::function<void(const dgm_http_response&)> done;
        uint64_t key;
    };

    /// Runs a part of a call; what it throws ends the call.
    void run(dgm_ticket ticket, const Work& work);
    void fail(dgm_ticket ticket, const Failure& failure);
    uint64_t start(const Request& request, dgm_ticket ticket, int64_t timeout_ms,
                   std::function<void(const dgm_http_response&)> done);
    int64_t remaining_ms(dgm_ticket ticket);
    bool close(dgm_ticket ticket);
    static void finish(dgm_ticket ticket, const Failure& failure);

    std::mutex mutex_;
    std::unordered_map<dgm_ticket, Call> calls_;
    /// Those whose callback has not come. The host makes no callback once the instance is being destroyed.
    std::unordered_map<uint64_t, std::unique_ptr<Exchange>> exchanges_;
    uint64_t last_exchange_ = 0;
};

}  // namespace dragoman::remote
