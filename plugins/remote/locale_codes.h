// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dragoman::remote {

/// A service's codes for locales, both ways.
///
/// `exceptions` are those that are spelled differently there: canonical BCP 47 first, then the service's.
class LocaleCodes {
public:
    explicit LocaleCodes(std::vector<std::pair<std::string, std::string>> exceptions)
        : exceptions_(std::move(exceptions)) {}

    /// Takes a code that the service has, and gives the locale that it stands for.
    std::string learn(std::string_view code);

    /// The service's code for a locale: the nearest that was learned, else what the table says.
    std::string code(std::string_view locale) const;

private:
    std::vector<std::pair<std::string, std::string>> exceptions_;
    std::map<std::string, std::string> learned_;
};

/// A locale and those that stand in for it, nearest first, such as zh-TW, zh-Hant, zh.
std::vector<std::string> nearest_locales(std::string_view locale);

}  // namespace dragoman::remote
