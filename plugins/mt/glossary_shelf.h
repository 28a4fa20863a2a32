// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman_provider.h"
#include "failure.h"

namespace dragoman::mt {

/// A glossary at the service. Its entries never change: calls that use it see what they were made for.
struct Glossary {
    using Entries = std::map<std::string, std::string>;
    enum class State { creating, ready, refused, failed };

    std::string pair;
    Entries entries;
    State state = State::creating;
    std::string id;
    /// Why it failed.
    std::optional<remote::Failure> failure;
    /// Calls that wait for it.
    std::vector<dgm_ticket> waiting;
    std::chrono::steady_clock::time_point refused_at;
};

/// The glossaries of an account that this instance made, the one that was used last in front.
class GlossaryShelf {
public:
    explicit GlossaryShelf(size_t limit) : limit_(limit) {}

    /// One with all of these entries, and no other that one of the texts shows: terms of somebody else must not get in.
    std::shared_ptr<Glossary> find(const std::string& pair, const Glossary::Entries& entries,
                                   const std::vector<std::string_view>& texts);

    /// Puts up a new one for these entries, and those of the pair's latest that do no harm: so the terms of a document
    /// whose batches show some each come together in a few glossaries.
    std::shared_ptr<Glossary> add(const std::string& pair, const Glossary::Entries& entries,
                                  const std::vector<std::string_view>& texts);

    void remove(const std::shared_ptr<Glossary>& glossary);

    /// Takes those off that are too many, and gives the ids of those that the service has.
    std::vector<std::string> trim();

private:
    size_t limit_;
    std::list<std::shared_ptr<Glossary>> glossaries_;
};

/// The glossary as lines `source TAB target`.
std::string lines_of(const Glossary::Entries& entries);

}  // namespace dragoman::mt
