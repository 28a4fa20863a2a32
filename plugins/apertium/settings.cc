// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings.h"

#include <stdexcept>

#include "json_reader.h"

namespace dragoman::apertium {
namespace {

std::string read_text(const std::string& name, const JSONValue& value) {
    const auto* text = value.as<std::string>();
    if (text == nullptr) throw std::invalid_argument(name + " is not a text");
    return *text;
}

double read_number(const std::string& name, const JSONValue& value, double least, double most) {
    const auto* number = value.as<double>();
    if (number == nullptr || *number < least || *number > most) {
        throw std::invalid_argument(name + " is not a number in its range");
    }
    return *number;
}

std::vector<std::string> read_texts(const std::string& name, const JSONValue& value) {
    const auto* array = value.as<JSONValue::Array>();
    if (array == nullptr) throw std::invalid_argument(name + " is not an array");
    std::vector<std::string> texts;
    for (const JSONValue& element : *array) texts.push_back(read_text(name, element));
    return texts;
}

}  // namespace

Settings read_settings(const std::string& json) {
    Settings settings;
    if (json.empty()) return settings;
    const JSONValue document = read_json(json);
    const auto* members = document.as<JSONValue::Object>();
    if (members == nullptr) throw std::invalid_argument("the settings are not an object");
    for (const auto& [name, value] : *members) {
        if (name == "modes_path") {
            settings.modes_path = read_text(name, value);
        } else if (name == "max_bytes") {
            settings.max_bytes = static_cast<size_t>(read_number(name, value, 1e6, 1e15));
        } else if (name == "pivot") {
            settings.pivot = read_texts(name, value);
        } else if (name == "warm") {
            settings.warm = read_texts(name, value);
        } else if (name == "call_timeout_ms") {
            settings.call_timeout_ms = static_cast<int>(read_number(name, value, 1, 3'600'000));
        } else if (name == "pool_processes") {
            settings.pool_processes = static_cast<size_t>(read_number(name, value, 1, 256));
        } else {
            throw std::invalid_argument("unknown setting " + name);
        }
    }
    return settings;
}

}  // namespace dragoman::apertium
