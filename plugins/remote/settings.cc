// SPDX-License-Identifier: Apache-2.0
#include "settings.h"

#include <algorithm>
#include <stdexcept>

namespace dragoman::remote {

Settings::Settings(std::string_view json) : value_(OrderedJson::object()) {
    if (json.empty()) return;
    value_ = OrderedJson::parse(json.begin(), json.end(), nullptr, false);
    if (!value_.is_object()) throw std::invalid_argument("the settings are not an object");
}

std::string Settings::text(const char* name, const std::string& standard) const {
    if (!has(name)) return standard;
    const auto* text = value_[name].get_ptr<const std::string*>();
    if (text == nullptr) throw std::invalid_argument(std::string(name) + " is not a text");
    const bool has_controls =
        std::any_of(text->begin(), text->end(), [](unsigned char c) { return c < 32 || c == 127; });
    if (has_controls) throw std::invalid_argument(std::string(name) + " has control characters");
    return *text;
}

bool Settings::flag(const char* name, bool standard) const {
    if (!has(name)) return standard;
    const auto* flag = value_[name].get_ptr<const bool*>();
    if (flag == nullptr) throw std::invalid_argument(std::string(name) + " is neither true nor false");
    return *flag;
}

int64_t Settings::whole(const char* name, int64_t standard, int64_t least, int64_t most) const {
    if (!has(name)) return standard;
    const OrderedJson& value = value_[name];
    if (!value.is_number_integer() || value < least || value > most) {
        throw std::invalid_argument(std::string(name) + " is no whole number from " + std::to_string(least) + " to " +
                                    std::to_string(most));
    }
    return value.get<int64_t>();
}

std::vector<std::string> Settings::texts(const char* name) const {
    if (!has(name)) return {};
    if (!value_[name].is_array()) throw std::invalid_argument(std::string(name) + " is not a list");
    std::vector<std::string> texts;
    for (const OrderedJson& element : value_[name]) {
        if (!element.is_string()) throw std::invalid_argument(std::string(name) + " holds more than texts");
        texts.push_back(element.get<std::string>());
    }
    return texts;
}

OrderedJson Settings::object(const char* name) const {
    if (!has(name)) return OrderedJson::object();
    if (!value_[name].is_object()) throw std::invalid_argument(std::string(name) + " is not an object");
    return value_[name];
}

std::string Settings::base_url(const std::string& standard) const {
    std::string url = text("base_url", standard);
    const bool is_web = url.rfind("https://", 0) == 0 || url.rfind("http://", 0) == 0;
    if (!is_web || url.find_first_of("?# ") != std::string::npos) {
        throw std::invalid_argument("base_url must be an http or https URL without a query");
    }
    while (url.back() == '/') url.pop_back();
    return url;
}

std::string Settings::choice(const char* name, const std::vector<std::string>& words) const {
    const std::string word = text(name, words.front());
    if (std::find(words.begin(), words.end(), word) != words.end()) return word;
    std::string known;
    for (const std::string& one : words) known += (known.empty() ? "" : ", ") + one;
    throw std::invalid_argument(std::string(name) + " is none of " + known);
}

}  // namespace dragoman::remote
