// SPDX-License-Identifier: Apache-2.0
#include "service.h"

#include <cctype>

#include "failure.h"

namespace dragoman::mt {

using remote::Failure;
using remote::Json;
using remote::Request;

Request json_request(const std::string& url, const remote::OrderedJson& body) {
    Request request;
    request.url = url;
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    request.body = remote::write(body);
    return request;
}

Request get_request(const std::string& url) {
    Request request;
    request.method = "GET";
    request.url = url;
    request.headers = {{"Accept", "application/json"}};
    return request;
}

std::string encoded(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
            out += c;
        } else {
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return out;
}

std::vector<std::string> texts_of(const Json& array, const char* name, size_t count) {
    if (!array.is_array() || array.size() != count) {
        throw Failure(DGM_BROKEN, "the service's answer does not have a translation for each text");
    }
    std::vector<std::string> texts;
    for (const Json& element : array) {
        const Json& value = *name == '\0' ? element : remote::member(element, name);
        if (!value.is_string()) throw Failure(DGM_BROKEN, "the service's answer has a translation that is no text");
        texts.push_back(value.get<std::string>());
    }
    return texts;
}

}  // namespace dragoman::mt
