// SPDX-License-Identifier: Apache-2.0
#include "instance.h"

#include <algorithm>

#include "host.h"

namespace dragoman::remote {

void Instance::open(dgm_ticket ticket, int64_t deadline_ms, const Work& work) {
    try {
        std::lock_guard<std::mutex> lock(mutex_);
        Call& call = calls_[ticket];
        if (deadline_ms > 0) call.deadline = Clock::now() + std::chrono::milliseconds(deadline_ms);
    } catch (...) {
        return finish(ticket, Failure(DGM_UNAVAILABLE, "out of memory"));
    }
    run(ticket, work);
}

void Instance::run(dgm_ticket ticket, const Work& work) {
    try {
        work();
    } catch (const Failure& failure) {
        fail(ticket, failure);
    } catch (const std::bad_alloc&) {
        fail(ticket, Failure(DGM_UNAVAILABLE, "out of memory"));
    } catch (...) {
        // What a library says may hold text of the request.
        fail(ticket, Failure(DGM_BROKEN, "the plugin failed"));
    }
}

void Instance::send(dgm_ticket ticket, const Request& request, Then then) {
    const int64_t timeout_ms = remaining_ms(ticket);
    const auto done = [this, ticket, then = std::move(then)](const dgm_http_response& response) {
        {
            std::lock_guard<std::mutex> lock(mutex_);
            const auto found = calls_.find(ticket);
            if (found == calls_.end()) return;
            found->second.handle = 0;
        }
        run(ticket, [&] {
            check_arrival(response);
            then(Response(response));
        });
    };
    const uint64_t handle = start(request, ticket, timeout_ms, done);
    if (handle == 0) throw Failure(DGM_UNAVAILABLE, "the host takes no more exchanges now");
    bool is_cancelled = false;
    {
        // The callback cannot have come: it does not run beside the function that got the ticket.
        std::lock_guard<std::mutex> lock(mutex_);
        const auto found = calls_.find(ticket);
        if (found == calls_.end()) return;
        found->second.handle = handle;
        is_cancelled = found->second.is_cancelled;
    }
    if (is_cancelled) host.http->cancel(handle);
}

void Instance::send_aside(const Request& request, int64_t timeout_ms,
                          std::function<void(const Response*, const Failure*)> then) {
    const auto done = [then](const dgm_http_response& response) {
        try {
            try {
                check_arrival(response);
            } catch (const Failure& failure) {
                return then(nullptr, &failure);
            }
            const Response answer(response);
            then(&answer, nullptr);
        } catch (...) {
            // `then` answers for itself; nothing may leave a callback.
        }
    };
    if (start(request, 0, timeout_ms, done) != 0) return;
    const Failure failure(DGM_UNAVAILABLE, "the host takes no more exchanges now");
    then(nullptr, &failure);
}

uint64_t Instance::start(const Request& request, dgm_ticket ticket, int64_t timeout_ms,
                         std::function<void(const dgm_http_response&)> done) {
    std::vector<dgm_http_header> headers;
    headers.reserve(request.headers.size());
    std::vector<const dgm_http_header*> pointers;
    for (const auto& [name, value] : request.headers) {
        headers.push_back({sizeof(dgm_http_header), text_of(name), text_of(value)});
        pointers.push_back(&headers.back());
    }
    dgm_http_request wire{};
    wire.struct_size = sizeof wire;
    wire.method = text_of(request.method);
    wire.url = text_of(request.url);
    wire.header_count = pointers.size();
    wire.headers = pointers.data();
    wire.body = text_of(request.body);
    wire.timeout_ms = timeout_ms;
    wire.max_response_bytes = request.max_response_bytes;
    wire.on_behalf_of = ticket;

    const uint64_t key = ++last_exchange_;
    auto exchange = std::make_unique<Exchange>(Exchange{this, std::move(done), key});
    Exchange* context = exchange.get();
    exchanges_.emplace(key, std::move(exchange));
    const uint64_t handle = host.http->start(
        number, &wire,
        [](void* opened, const dgm_http_response* response) {
            Exchange* pending = static_cast<Exchange*>(opened);
            auto& all = pending->instance->exchanges_;
            const auto found = all.find(pending->key);
            const std::unique_ptr<Exchange> own = std::move(found->second);
            all.erase(found);
            own->done(*response);
        },
        context);
    if (handle == 0) exchanges_.erase(key);
    return handle;
}

int64_t Instance::remaining_ms(dgm_ticket ticket) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = calls_.find(ticket);
    if (found == calls_.end()) throw Failure(DGM_CANCELLED, "the call has ended");
    if (found->second.is_cancelled) throw Failure(DGM_CANCELLED, "cancelled");
    if (!found->second.deadline) return 0;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*found->second.deadline - Clock::now());
    if (left.count() <= 0) throw Failure(DGM_TIMED_OUT, "no time is left");
    return left.count();
}

void Instance::park(dgm_ticket ticket, Work work) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = calls_.find(ticket);
    if (found == calls_.end()) return;
    if (found->second.is_cancelled) throw Failure(DGM_CANCELLED, "cancelled");
    found->second.parked = std::move(work);
}

void Instance::resume(dgm_ticket ticket) {
    Work work;
    {
        std::lock_guard<std::mutex> lock(mutex_);
        const auto found = calls_.find(ticket);
        if (found == calls_.end() || !found->second.parked) return;
        work = std::move(found->second.parked);
        found->second.parked = nullptr;
    }
    run(ticket, work);
}

void Instance::cancel(dgm_ticket ticket) {
    uint64_t handle = 0;
    bool was_parked = false;
    {
        std::lock_guard<std::mutex> lock(mutex_);
        const auto found = calls_.find(ticket);
        if (found == calls_.end()) return;
        found->second.is_cancelled = true;
        handle = found->second.handle;
        // Nobody runs a parked call, so its request may go. One that runs finds the mark with its next step.
        was_parked = static_cast<bool>(found->second.parked);
        if (was_parked) calls_.erase(found);
    }
    if (was_parked) return finish(ticket, Failure(DGM_CANCELLED, "cancelled"));
    if (handle != 0) host.http->cancel(handle);
}

bool Instance::close(dgm_ticket ticket) {
    std::lock_guard<std::mutex> lock(mutex_);
    return calls_.erase(ticket) > 0;
}

void Instance::fail(dgm_ticket ticket, const Failure& failure) {
    if (close(ticket)) finish(ticket, failure);
}

void Instance::finish(dgm_ticket ticket, const Failure& failure) {
    dgm_outcome outcome{};
    outcome.struct_size = sizeof outcome;
    outcome.status = failure.status;
    outcome.message = text_of(failure.what());
    outcome.retry_after_ms = failure.retry_after_ms;
    host.calls->finish(ticket, &outcome);
}

void Instance::succeed(dgm_ticket ticket, const Success& success) {
    if (!close(ticket)) return;
    dgm_outcome outcome{};
    outcome.struct_size = sizeof outcome;
    outcome.status = DGM_OK;
    outcome.model_used = text_of(success.model_used);
    outcome.finish_reason = text_of(success.finish_reason);
    outcome.stop = success.stop;
    host.calls->finish(ticket, &outcome);
}

}  // namespace dragoman::remote
