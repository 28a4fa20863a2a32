// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstring>
#include <exception>
#include <string>

#include "host.h"
#include "instance.h"
#include "settings.h"

namespace dragoman::remote {

inline dgm_provider* handle_of(Instance* instance) { return reinterpret_cast<dgm_provider*>(instance); }

template <typename Kind = Instance>
Kind& instance_of(dgm_provider* self) {
    return static_cast<Kind&>(*reinterpret_cast<Instance*>(self));
}

/// Makes an instance by `make(number, settings)`; what that throws becomes the reason.
template <typename Make>
dgm_provider* create_instance(const dgm_instance_config* config, char* reason, size_t capacity, size_t* length,
                              Make make) {
    std::string message;
    try {
        return handle_of(make(config->instance, Settings(view_of(config->settings))));
    } catch (const std::exception& error) {
        message = error.what();
    } catch (...) {
        message = "the instance cannot be made";
    }
    *length = std::min(capacity, message.size());
    memcpy(reason, message.data(), *length);
    return nullptr;
}

/// [instance]
inline void destroy_instance(dgm_provider* self) { delete &instance_of(self); }

/// [any]
inline void cancel_ticket(dgm_provider* self, dgm_ticket ticket) {
    try {
        instance_of(self).cancel(ticket);
    } catch (...) {
        // Only a wish: the call ends by itself.
    }
}

inline bool is_named(const char* name, size_t length, std::string_view wanted) {
    return std::string_view(name, length) == wanted;
}

}  // namespace dragoman::remote
