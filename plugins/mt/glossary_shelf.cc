// SPDX-License-Identifier: Apache-2.0
#include "glossary_shelf.h"

#include <algorithm>
#include <cctype>

namespace dragoman::mt {
namespace {

/// The service takes more; a larger one is slower to make.
constexpr size_t most_entries = 2000;

/// A pair that the service refused is asked for again after so long.
constexpr std::chrono::minutes refusal_lasts{10};

bool equal_letters(char left, char right) {
    return std::tolower(static_cast<unsigned char>(left)) == std::tolower(static_cast<unsigned char>(right));
}

bool shows(std::string_view text, std::string_view term) {
    return std::search(text.begin(), text.end(), term.begin(), term.end(), equal_letters) != text.end();
}

/// Whether an entry that a call did not bring would change nothing in its texts.
bool is_harmless(const Glossary::Entries::value_type& entry, const std::vector<std::string_view>& texts) {
    return std::none_of(texts.begin(), texts.end(), [&](std::string_view text) { return shows(text, entry.first); });
}

bool fits(const Glossary::Entries& has, const Glossary::Entries& wanted, const std::vector<std::string_view>& texts) {
    for (const auto& [source, target] : wanted) {
        const auto found = has.find(source);
        if (found == has.end() || found->second != target) return false;
    }
    return std::all_of(has.begin(), has.end(), [&](const auto& entry) {
        return wanted.count(entry.first) > 0 || is_harmless(entry, texts);
    });
}

}  // namespace

std::shared_ptr<Glossary> GlossaryShelf::find(const std::string& pair, const Glossary::Entries& entries,
                                              const std::vector<std::string_view>& texts) {
    const auto now = std::chrono::steady_clock::now();
    glossaries_.remove_if([&](const auto& one) {
        return one->state == Glossary::State::refused && now - one->refused_at > refusal_lasts;
    });
    for (auto at = glossaries_.begin(); at != glossaries_.end(); ++at) {
        if ((*at)->pair != pair) continue;
        // A refusal is of the pair, or of the account: other entries would meet it too.
        if ((*at)->state != Glossary::State::refused && !fits((*at)->entries, entries, texts)) continue;
        glossaries_.splice(glossaries_.begin(), glossaries_, at);
        return glossaries_.front();
    }
    return nullptr;
}

std::shared_ptr<Glossary> GlossaryShelf::add(const std::string& pair, const Glossary::Entries& entries,
                                             const std::vector<std::string_view>& texts) {
    auto glossary = std::make_shared<Glossary>();
    glossary->pair = pair;
    glossary->entries = entries;
    const auto latest = std::find_if(glossaries_.begin(), glossaries_.end(), [&](const auto& one) {
        return one->pair == pair && one->state == Glossary::State::ready;
    });
    if (latest != glossaries_.end()) {
        for (const auto& entry : (*latest)->entries) {
            if (glossary->entries.size() >= most_entries) break;
            if (entries.count(entry.first) == 0 && is_harmless(entry, texts)) glossary->entries.insert(entry);
        }
    }
    glossaries_.push_front(glossary);
    return glossary;
}

void GlossaryShelf::remove(const std::shared_ptr<Glossary>& glossary) { glossaries_.remove(glossary); }

std::vector<std::string> GlossaryShelf::trim() {
    std::vector<std::string> ids;
    for (auto at = glossaries_.end(); glossaries_.size() > limit_ && at != glossaries_.begin();) {
        --at;
        // One that is being made would be forgotten with an id that nobody knows.
        if ((*at)->state == Glossary::State::creating) continue;
        if (!(*at)->id.empty()) ids.push_back((*at)->id);
        at = glossaries_.erase(at);
    }
    return ids;
}

std::string lines_of(const Glossary::Entries& entries) {
    std::string lines;
    for (const auto& [source, target] : entries) lines += source + "\t" + target + "\n";
    return lines;
}

}  // namespace dragoman::mt
