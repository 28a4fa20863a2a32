// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dragoman_provider.h"

namespace dragoman::remote {

/// What is asked of a service.
struct Request {
    std::string method = "POST";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    /// Bytes of an answer that makes sense; a longer one fails.
    size_t max_response_bytes = 8 << 20;
};

/// What a service answered, for as long as the callback runs that got it.
class Response {
public:
    explicit Response(const dgm_http_response& response) : response_(response) {}

    int status() const { return response_.http_status; }
    bool is_good() const { return status() >= 200 && status() < 300; }
    std::string_view body() const;
    /// The first header of that name, in lower case; empty when there is none.
    std::string_view header(std::string_view name) const;

private:
    const dgm_http_response& response_;
};

/// Throws the Failure that stands for an exchange without an answer.
void check_arrival(const dgm_http_response& response);

}  // namespace dragoman::remote
