// SPDX-License-Identifier: Apache-2.0
#include "exchange.h"

#include "failure.h"
#include "host.h"

namespace dragoman::remote {

std::string_view Response::body() const { return view_of(response_.body); }

std::string_view Response::header(std::string_view name) const {
    for (size_t i = 0; i < response_.header_count; ++i) {
        const dgm_http_header& header = *response_.headers[i];
        if (view_of(header.name) == name) return view_of(header.value);
    }
    return {};
}

void check_arrival(const dgm_http_response& response) {
    const auto reason = [&](const char* otherwise) {
        const std::string_view message = view_of(response.message);
        return message.empty() ? std::string(otherwise) : std::string(message);
    };
    switch (response.status) {
    case DGM_OK: return;
    case DGM_CANCELLED: throw Failure(DGM_CANCELLED, "cancelled");
    case DGM_TIMED_OUT: throw Failure(DGM_TIMED_OUT, "the service did not answer in time");
    case DGM_UNAVAILABLE: throw Failure(DGM_UNAVAILABLE, "the service cannot be reached: " + reason("no connection"));
    // An address that may not be used is nothing that another text, or a later try, would mend.
    case DGM_REFUSED:
    case DGM_INVALID_INPUT:
        throw Failure(DGM_UNAUTHORIZED, "the service's address cannot be used: " + reason("not allowed"));
    default: throw Failure(DGM_BROKEN, "the exchange failed: " + reason("no answer"));
    }
}

}  // namespace dragoman::remote
