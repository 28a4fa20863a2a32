// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json.h"

namespace dragoman::remote {

/// An instance's settings. The host has checked them against the manifest's schema and put its defaults in; what is
/// wrong all the same throws std::invalid_argument with a reason for the operator.
class Settings {
public:
    explicit Settings(std::string_view json);

    std::string text(const char* name, const std::string& standard = "") const;
    bool flag(const char* name, bool standard) const;
    int64_t whole(const char* name, int64_t standard, int64_t least, int64_t most) const;
    std::vector<std::string> texts(const char* name) const;
    /// An object, empty when there is none.
    OrderedJson object(const char* name) const;
    bool has(const char* name) const { return value_.contains(name); }
    const OrderedJson& at(const char* name) const { return value_.at(name); }

    /// `base_url` without a slash at its end.
    std::string base_url(const std::string& standard) const;

    /// One of these words, the first one by default.
    std::string choice(const char* name, const std::vector<std::string>& words) const;

private:
    OrderedJson value_;
};

}  // namespace dragoman::remote
