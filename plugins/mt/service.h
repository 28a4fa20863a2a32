// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange.h"
#include "json.h"
#include "locale_codes.h"
#include "markup.h"
#include "settings.h"

namespace dragoman::mt {

/// A batch as a service gets it.
struct Batch {
    std::string source;
    std::string target;
    /// As they are sent, with markup or without, as `has_markup` says.
    std::vector<std::string> texts;
    bool has_markup = false;
    /// What helps to understand the texts and is not translated, or empty.
    std::string context;
    /// Of a glossary of the service, or empty.
    std::string glossary;
};

/// A pair that a service has, in its own codes; an empty source stands for any.
struct Pair {
    std::string source;
    std::string target;
};

/// How a service is spoken to.
class Service {
public:
    virtual ~Service() = default;

    /// - key: empty when there is none.
    virtual remote::Request translate(const Batch& batch, const std::string& key) const = 0;

    /// Gives `count` texts in order. Throws DGM_BROKEN when the answer makes no sense.
    virtual std::vector<std::string> read(const remote::Json& body, size_t count) const = 0;

    virtual remote::Request list(const std::string& key) const = 0;
    virtual std::vector<Pair> read_list(const remote::Json& body) const = 0;

    /// The name of the credential, as the manifest has it.
    virtual std::string_view secret_name() const { return "api_key"; }

    /// Whether text without a token is sent as plain text.
    virtual bool takes_plain_text() const { return true; }
    virtual remote::Dialect dialect() const { return remote::Dialect::html; }

    /// The service's code for a source, and for a target.
    virtual std::string source_code(std::string_view locale) const { return codes_.code(locale); }
    virtual std::string target_code(std::string_view locale) const { return codes_.code(locale); }

    remote::LocaleCodes& codes() { return codes_; }
    const remote::LocaleCodes& codes() const { return codes_; }

    std::string_view quality() const { return quality_; }

protected:
    Service(const remote::Settings& settings, const std::string& base_url,
            std::vector<std::pair<std::string, std::string>> codes, std::string_view quality)
        : base_url_(settings.base_url(base_url)), codes_(std::move(codes)), quality_(quality) {}

    const std::string& base_url() const { return base_url_; }

private:
    std::string base_url_;
    remote::LocaleCodes codes_;
    std::string_view quality_;
};

/// A request with a JSON body.
remote::Request json_request(const std::string& url, const remote::OrderedJson& body);

/// A request that only reads.
remote::Request get_request(const std::string& url);

/// A text in a query or a form (RFC 3986, section 2.1).
std::string encoded(std::string_view text);

/// The texts of an array's elements, each under that member, or the elements themselves for an empty name.
std::vector<std::string> texts_of(const remote::Json& array, const char* name, size_t count);

}  // namespace dragoman::mt
