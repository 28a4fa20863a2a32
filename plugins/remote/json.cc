// SPDX-License-Identifier: Apache-2.0
#include "json.h"

#include "failure.h"

namespace dragoman::remote {
namespace {

const Json null;

/// No service counts more in one call.
constexpr uint64_t most_counted = 1'000'000'000;

}  // namespace

// The parser keeps its place in a list of its own, and so does the destructor: depth costs neither any stack.
Json read_if_json(std::string_view body) {
    Json value = Json::parse(body.begin(), body.end(), nullptr, false);
    if (value.is_discarded()) return Json();
    return value;
}

Json read_answer(std::string_view body) {
    Json value = Json::parse(body.begin(), body.end(), nullptr, false);
    if (value.is_discarded()) throw Failure(DGM_BROKEN, "the service's answer is not JSON");
    return value;
}

std::string write(const OrderedJson& value) {
    try {
        return value.dump();
    } catch (const OrderedJson::type_error&) {
        throw Failure(DGM_INVALID_INPUT, "the text is not UTF-8");
    }
}

const Json& member(const Json& value, const char* name) {
    if (!value.is_object()) return null;
    const auto found = value.find(name);
    return found == value.end() ? null : *found;
}

const Json& element(const Json& value, size_t index) {
    return value.is_array() && index < value.size() ? value[index] : null;
}

std::string_view text(const Json& value) {
    const auto* string = value.get_ptr<const std::string*>();
    return string == nullptr ? std::string_view() : std::string_view(*string);
}

uint64_t count(const Json& value) {
    if (!value.is_number_unsigned()) return 0;
    return std::min(value.get<uint64_t>(), most_counted);
}

}  // namespace dragoman::remote
