// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <sstream>

#include "failure.h"
#include "languages.h"

namespace dragoman::apertium {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::stringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

/// What a mode's file name says.
struct ModeName {
    Side source;
    Side target;
    std::string qualifier;  // "-old" of spa-ast-old, or empty
};

/// Null for modes that are no direction between languages, such as `Cyrl-Latn` and `eco-es-fr`.
std::optional<ModeName> parse_name(const std::string& file_name) {
    const std::vector<std::string> parts = split(file_name, '-');
    if (parts.size() < 2) return std::nullopt;
    const auto source = parse_side(parts[0]);
    const auto target = parse_side(parts[1]);
    if (!source || !target) return std::nullopt;
    std::string qualifier;
    for (size_t i = 2; i < parts.size(); ++i) qualifier += "-" + parts[i];
    return ModeName{*source, *target, qualifier};
}

/// Modes that exist for their makers: they stop half way through the pipeline.
bool is_debug_mode(const std::string& qualifier) {
    for (const char* stage : {"pretransfer", "morph", "tagger", "disam", "biltrans", "lex", "chunker", "interchunk",
                              "postchunk", "transfer", "dgen", "debug"}) {
        if (qualifier == std::string("-") + stage) return true;
    }
    return false;
}

}  // namespace

Catalogue::Catalogue(const std::string& modes_path, const std::vector<std::string>& pivots) {
    std::vector<fs::path> files;
    std::error_code error;  // a directory that is not there has no modes
    for (const auto& entry : fs::directory_iterator(modes_path, error)) {
        if (entry.path().extension() == ".mode") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) add_mode(file.stem(), read_mode_file(file));
    add_chains(pivots);
}

void Catalogue::add_mode(const std::string& file_name, ModeFile mode) {
    const auto parsed = parse_name(file_name);
    if (!parsed || is_debug_mode(parsed->qualifier)) return;
    Model model;
    model.name = parsed->source.code + "-" + parsed->target.code + parsed->qualifier;
    model.source = parsed->source.locale;
    model.target = parsed->target.locale;
    model.legs = {model.name};
    model.quality = quality_of(model.name);
    model.by_name_only = parsed->source.is_variant || parsed->target.is_variant || !parsed->qualifier.empty() ||
                         model.source == model.target;
    const std::string fault = known_fault(model.name);
    if (!fault.empty()) mode.refused = fault;
    model.refused = mode.refused;
    if (mode.mended && mode.refused.empty()) model.note = "its mode file names a folder that is not there; mended";
    spellings_[file_name] = model.name;
    if (modes_.emplace(model.name, std::move(mode)).second) models_.push_back(std::move(model));
}

void Catalogue::add_chains(const std::vector<std::string>& pivots) {
    const auto serves = [](const Model& model) {
        return model.refused.empty() && !model.by_name_only && model.pivot.empty();
    };
    std::map<std::pair<std::string, std::string>, std::pair<Model, double>> chains;  // with their score
    for (const std::string& pivot : pivots) {
        for (const Model& first : models_) {
            if (!serves(first) || first.target != pivot) continue;
            for (const Model& second : models_) {
                if (!serves(second) || second.source != pivot || second.target == first.source) continue;
                if (steps_between(first.source, second.target) >= 0) continue;  // en-US by way of es to en
                if (steps_between(second.target, first.source) >= 0) continue;
                if (best(first.source, second.target, false) != nullptr) continue;
                // By measurement the product tells the better of two ways; of equals the earlier pivot wins.
                const double score = chrf_of(first.name) * chrf_of(second.name);
                const auto key = std::make_pair(first.source, second.target);
                const auto known = chains.find(key);
                if (known != chains.end() && known->second.second >= score) continue;
                Model chain;
                chain.name = first.name + "+" + second.name;
                chain.source = first.source;
                chain.target = second.target;
                chain.legs = {first.name, second.name};
                chain.pivot = pivot;
                chain.quality = quality_of_chain(first.quality, second.quality);
                chains[key] = {chain, score};
            }
        }
    }
    for (const auto& [key, chain] : chains) models_.push_back(chain.first);
}

const Model* Catalogue::best(const std::string& source, const std::string& target, bool chains) const {
    const Model* best = nullptr;
    int fewest = 0;
    for (const Model& model : models_) {
        if (!model.refused.empty() || model.by_name_only || model.pivot.empty() == chains) continue;
        const int from = steps_between(source, model.source);
        const int to = steps_between(target, model.target);
        if (from < 0 || to < 0) continue;
        if (best == nullptr || from + to < fewest) {
            best = &model;
            fewest = from + to;
        }
    }
    return best;
}

Model Catalogue::named(const std::string& wanted) const {
    Model whole;
    for (const std::string& part : split(wanted, '+')) {
        const auto spelling = spellings_.find(part);
        const std::string name = spelling == spellings_.end() ? part : spelling->second;
        const auto leg = std::find_if(models_.begin(), models_.end(), [&](const Model& model) {
            return model.pivot.empty() && model.name == name;
        });
        if (leg == models_.end()) throw Failure(DGM_UNSUPPORTED_PAIR, "no Apertium mode " + part + " is installed");
        if (!leg->refused.empty()) throw Failure(DGM_UNSUPPORTED_PAIR, name + ": " + leg->refused);
        if (whole.legs.empty()) {
            whole = *leg;
            continue;
        }
        if (whole.target != leg->source) {
            throw Failure(DGM_UNSUPPORTED_PAIR, "the modes of " + wanted + " do not meet in one language");
        }
        whole.name += "+" + name;
        whole.legs.push_back(name);
        whole.pivot = leg->source;
        whole.target = leg->target;
    }
    if (whole.legs.empty()) throw Failure(DGM_UNSUPPORTED_PAIR, "a model without a name");
    if (whole.legs.size() > 2) throw Failure(DGM_UNSUPPORTED_PAIR, "a chain has at most two modes");
    return whole;
}

Model Catalogue::choose(const std::string& source, const std::string& target, const std::string& wanted) const {
    if (wanted.empty() || wanted == "*") {
        const Model* found = best(source, target, false);
        if (found == nullptr) found = best(source, target, true);
        if (found == nullptr) {
            throw Failure(DGM_UNSUPPORTED_PAIR, "no Apertium mode from " + source + " to " + target);
        }
        return *found;
    }
    const Model model = named(wanted);
    // A variant is for the plain locale too: `spa-cat_valencia` named for a request to ca is a choice, not a slip.
    const auto language = [](const std::string& locale) { return locale.substr(0, locale.find('-')); };
    const auto agrees = [&](const std::string& asked, const std::string& offered) {
        return steps_between(asked, offered) >= 0 || language(asked) == language(offered);
    };
    if (!agrees(source, model.source) || !agrees(target, model.target)) {
        throw Failure(DGM_UNSUPPORTED_PAIR, model.name + " does not translate from " + source + " to " + target);
    }
    return model;
}

}  // namespace dragoman::apertium
