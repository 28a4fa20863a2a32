// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_cache.h"

#include <malloc.h>

#include <algorithm>
#include <filesystem>

namespace dragoman::apertium {
namespace {

/// Loaded, a dictionary takes about this many times its compressed file: a first guess, replaced by the measurement
/// of the first load.
constexpr size_t growth_by_loading = 16;

/// Frees dictionaries, ends programs and hands the memory back to the system; never under the cache's lock.
void free_engines(std::list<EngineCache::Idle>& engines) {
    if (engines.empty()) return;
    engines.clear();
    malloc_trim(0);
}

}  // namespace

EngineCache::EngineCache(size_t max_bytes, size_t programs_per_mode, const std::string& data_directory)
    : max_bytes_(max_bytes), programs_per_mode_(programs_per_mode), probe_(data_directory) {}

EngineCache::Loan::Loan(EngineCache& cache, const std::string& name, std::unique_ptr<Engine> engine, size_t bytes)
    : cache_(cache), name_(name), engine_(std::move(engine)), bytes_(bytes) {}

EngineCache::Loan::~Loan() {
    if (engine_->is_reusable()) {
        cache_.give_back(name_, std::move(engine_), bytes_);
    } else {
        engine_.reset();
        malloc_trim(0);
        cache_.forget(name_, bytes_);
    }
}

std::unique_ptr<EngineCache::Loan> EngineCache::borrow(const std::string& name, const ModeFile& mode,
                                                      const Call& call) {
    size_t expected = 0;
    {
        std::unique_lock<std::mutex> lock(mutex_);
        while (true) {
            size_t bytes = 0;
            if (std::unique_ptr<Engine> engine = take_idle(name, bytes)) {
                return std::make_unique<Loan>(*this, name, std::move(engine), bytes);
            }
            expected = expected_bytes(name, mode);
            std::list<Idle> evicted;
            if (may_load(name) && make_room(expected, evicted)) {
                bytes_ += expected;
                counts_[name] += 1;
                lock.unlock();
                free_engines(evicted);
                break;
            }
            if (!evicted.empty()) {
                lock.unlock();
                free_engines(evicted);
                lock.lock();
                continue;
            }
            if (call.is_cancelled()) call.check();
            if (Call::Clock::now() >= call.deadline) {
                throw Failure(DGM_UNAVAILABLE, "no room for another engine of " + name, 1000);
            }
            freed_.wait_for(lock, std::chrono::milliseconds(std::min(call.remaining_ms() + 1, 100)));
        }
    }
    try {
        auto engine = std::make_unique<Engine>(mode, probe_, call);
        const size_t measured = engine->bytes();
        std::lock_guard<std::mutex> lock(mutex_);
        // What other threads freed during the load hides growth: of several measurements the largest is the truest.
        size_t& bytes = known_bytes_[name];
        bytes = std::max(bytes, measured);
        bytes_ += bytes - expected;  // wraps around below zero and back
        has_programs_[name] = engine->uses_programs();
        return std::make_unique<Loan>(*this, name, std::move(engine), bytes);
    } catch (...) {
        forget(name, expected);
        throw;
    }
}

bool EngineCache::may_load(const std::string& name) {
    const auto known = has_programs_.find(name);
    const bool has_programs = known == has_programs_.end() || known->second;
    return !has_programs || counts_[name] < programs_per_mode_;
}

size_t EngineCache::expected_bytes(const std::string& name, const ModeFile& mode) const {
    const auto known = known_bytes_.find(name);
    if (known != known_bytes_.end()) return known->second;
    size_t bytes = 0;
    for (const StageSpec& stage : mode.stages) {
        for (const std::string& file : stage.files()) {
            std::error_code error;
            const auto size = std::filesystem::file_size(file, error);
            if (!error) bytes += size * growth_by_loading;
        }
    }
    return bytes;
}

std::unique_ptr<Engine> EngineCache::take_idle(const std::string& name, size_t& bytes) {
    for (auto idle = idle_.rbegin(); idle != idle_.rend(); ++idle) {
        if (idle->name != name) continue;
        std::unique_ptr<Engine> engine = std::move(idle->engine);
        bytes = idle->bytes;
        idle_.erase(std::next(idle).base());
        return engine;
    }
    return nullptr;
}

/// Moves idle engines to `evicted` until `needed` bytes fit. An engine larger than the cap is loaded when it is the
/// only one, and goes as soon as it is given back.
bool EngineCache::make_room(size_t needed, std::list<Idle>& evicted) {
    while (bytes_ + needed > max_bytes_ && !idle_.empty()) {
        Idle& oldest = idle_.front();
        bytes_ -= oldest.bytes;
        counts_[oldest.name] -= 1;
        evicted.splice(evicted.end(), idle_, idle_.begin());
    }
    return bytes_ + needed <= max_bytes_ || bytes_ == 0;
}

void EngineCache::give_back(const std::string& name, std::unique_ptr<Engine> engine, size_t bytes) {
    std::list<Idle> evicted;
    const size_t measured = engine->is_due_for_measuring() ? std::max(bytes, engine->bytes()) : bytes;
    {
        std::lock_guard<std::mutex> lock(mutex_);
        bytes_ += measured - bytes;
        known_bytes_[name] = std::max(known_bytes_[name], measured);
        idle_.push_back({name, std::move(engine), measured});
        make_room(0, evicted);
        freed_.notify_all();
    }
    free_engines(evicted);
}

void EngineCache::forget(const std::string& name, size_t bytes) {
    std::lock_guard<std::mutex> lock(mutex_);
    bytes_ -= bytes;
    counts_[name] -= 1;
    freed_.notify_all();
}

}  // namespace dragoman::apertium
