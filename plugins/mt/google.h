// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service.h"

namespace dragoman::mt {

/// Google's Cloud Translation: version 3 with a project and an access token, version 2 with an API key.
class Google : public Service {
public:
    explicit Google(const remote::Settings& settings);

    remote::Request translate(const Batch& batch, const std::string& key) const override;
    std::vector<std::string> read(const remote::Json& body, size_t count) const override;
    remote::Request list(const std::string& key) const override;
    std::vector<Pair> read_list(const remote::Json& body) const override;
    std::string_view secret_name() const override { return parent_.empty() ? "api_key" : "access_token"; }

private:
    void authorize(remote::Request& request, const std::string& key) const;

    /// `/v3/projects/…/locations/…`, or empty for version 2.
    std::string parent_;
    std::string model_;
};

}  // namespace dragoman::mt
