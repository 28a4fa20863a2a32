// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace dragoman::remote {

/// What a service answered. A map: a hostile object of a million names is no quadratic work.
using Json = nlohmann::json;

/// What is sent, and what an operator wrote: members keep their order, which in a schema means something to a model.
using OrderedJson = nlohmann::ordered_json;

/// Reads an answer. Throws DGM_BROKEN for what is no JSON (RFC 8259): cut, not UTF-8, half a surrogate pair, a number
/// beyond all bounds.
Json read_answer(std::string_view body);

/// The same, but null for what is no JSON: of an error's body nothing is expected.
Json read_if_json(std::string_view body);

/// Writes what is sent. Throws DGM_INVALID_INPUT for text that is not UTF-8.
std::string write(const OrderedJson& value);

/// A member of an object; null when it, or the object, is not there.
const Json& member(const Json& value, const char* name);

/// An element of an array; null when it, or the array, is not there.
const Json& element(const Json& value, size_t index);

/// A text, or empty.
std::string_view text(const Json& value);

/// A count that makes sense, or 0.
uint64_t count(const Json& value);

}  // namespace dragoman::remote
