// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace dragoman::apertium {

/// A JSON value (RFC 8259), as much of it as settings need.
struct JSONValue {
    using Array = std::vector<JSONValue>;
    using Object = std::map<std::string, JSONValue>;
    std::variant<std::nullptr_t, bool, double, std::string, Array, Object> value;

    template <typename Type>
    const Type* as() const {
        return std::get_if<Type>(&value);
    }
};

/// Throws std::invalid_argument with a reason.
JSONValue read_json(const std::string& text);

}  // namespace dragoman::apertium
