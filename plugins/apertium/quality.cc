// SPDX-License-Identifier: GPL-3.0-or-later
#include "quality.h"

#include <algorithm>
#include <optional>

namespace dragoman::apertium {
namespace {

struct Measurement {
    const char* model;
    double chrf;
    double unknown_percent;  // of words
};

constexpr Measurement measurements[] = {
    {"afr-nld", 43.6, 18.1}, {"arg-cat", 57.0, 9.5}, {"arg-spa", 84.5, 6.9}, {"bel-rus", 43.7, 28.4},
    {"bre-fra", 37.6, 15.7}, {"bul-mkd", 35.6, 30.2}, {"cat-arg", 57.5, 9.9}, {"cat-eng", 45.9, 4.5},
    {"cat-fra", 52.0, 3.3}, {"cat-ita", 52.1, 6.8}, {"cat-oci", 45.8, 8.9}, {"cat-por", 52.9, 6.4},
    {"cat-por_BR", 53.7, 5.7}, {"cat-spa", 62.5, 3.6}, {"cat-srd", 51.9, 5.7}, {"dan-nno", 49.2, 9.3},
    {"dan-nob", 54.8, 6.8}, {"dan-swe", 48.7, 15.5}, {"eng-cat", 48.5, 6.3}, {"eng-cat_valencia", 46.6, 7.4},
    {"eng-epo", 47.4, 5.9}, {"eng-glg", 48.8, 8.4}, {"eng-hbs_HR", 24.6, 10.8}, {"eng-hbs_SR", 21.8, 9.5},
    {"eng-spa", 48.7, 9.9}, {"epo-eng", 43.3, 15.2}, {"eus-eng", 34.5, 23.1}, {"eus-spa", 37.6, 24.0},
    {"fra-cat", 49.7, 4.2}, {"fra-epo", 41.6, 5.2}, {"fra-oci", 78.7, 4.2}, {"fra-spa", 50.0, 8.7},
    {"glg-eng", 49.0, 7.0}, {"glg-por", 57.1, 11.8}, {"glg-spa", 68.9, 7.1}, {"hbs-eng", 33.9, 30.9},
    {"hbs-slv", 34.3, 34.7}, {"hin-urd", 16.2, 37.5}, {"ind-zlm", 51.6, 23.5}, {"isl-eng", 29.5, 27.1},
    {"isl-swe", 28.5, 23.3}, {"ita-cat", 49.9, 9.2}, {"ita-spa", 50.2, 10.7}, {"mkd-bul", 36.6, 29.5},
    {"mkd-eng", 29.2, 26.5}, {"mkd-hbs_SR", 22.4, 28.2}, {"nld-afr", 42.9, 20.9}, {"nno-dan", 51.0, 6.1},
    {"nno-nob", 65.3, 3.7}, {"nno-swe", 45.3, 8.4}, {"nob-dan", 54.5, 4.6}, {"nob-nno", 66.2, 3.1},
    {"nob-swe", 49.9, 6.7}, {"oci-cat", 45.6, 14.6}, {"oci-fra", 79.4, 6.0}, {"oci-spa", 46.0, 16.4},
    {"por-cat", 52.5, 6.9}, {"por-glg", 56.5, 12.4}, {"por-spa", 57.4, 6.3}, {"ron-spa", 48.1, 11.9},
    {"slv-hbs_HR", 36.6, 24.3}, {"slv-hbs_SR", 34.5, 22.3}, {"spa-arg", 82.1, 5.9}, {"spa-ast", 71.2, 6.2},
    {"spa-cat", 62.2, 3.8}, {"spa-cat_valencia", 62.0, 3.3}, {"spa-eng", 50.7, 6.4}, {"spa-fra", 49.0, 8.8},
    {"spa-glg", 68.0, 6.5}, {"spa-ita", 50.1, 7.7}, {"spa-oci", 44.1, 10.7}, {"spa-por", 56.6, 5.0},
    {"spa-por_BR", 55.1, 6.1}, {"swe-dan", 52.1, 14.8}, {"swe-isl", 24.9, 26.7}, {"swe-nno", 46.8, 6.4},
    {"swe-nob", 51.0, 7.2}, {"urd-hin", 16.9, 43.4}, {"zlm-ind", 50.3, 21.4},
};

struct Fault {
    const char* prefix;  // of the canonical model name
    const char* reason;
};

constexpr Fault faults[] = {
    {"rus-ukr", "its tagger stops on an assertion after a few texts"},
    {"ukr-rus", "its tagger dies after a few texts"},
    {"rus-bel", "its tagger stops on an assertion after a few texts"},
    {"eng-hbs", "the mode has no tagger: 84 % of the words come out marked as failed"},
    {"mkd-hbs", "54 % of the words come out marked as failed"},
    {"hbs-mkd", "the pipeline dies after a few texts"},
};

std::optional<Measurement> find(const std::string& model) {
    for (const Measurement& measurement : measurements) {
        if (model == measurement.model) return measurement;
    }
    return std::nullopt;
}

/// `fra-cat_pre2017` without its last suffix, or empty when there is none. A qualifier (`spa-ast-old`) stays: such
/// modes are built otherwise and were not measured.
std::string without_suffix(const std::string& model) {
    const size_t cut = model.rfind('_');
    return cut == std::string::npos ? "" : model.substr(0, cut);
}

std::optional<Measurement> nearest(std::string model) {
    while (!model.empty()) {
        if (const auto found = find(model)) return found;
        model = without_suffix(model);
    }
    return std::nullopt;
}

}  // namespace

const char* name(Quality quality) {
    switch (quality) {
    case Quality::publishable: return "publishable";
    case Quality::draft: return "draft";
    case Quality::gist: return "gist";
    case Quality::unmeasured: return "";
    }
    return "";
}

Quality quality_of(const std::string& model) {
    const auto measurement = nearest(model);
    if (!measurement) return Quality::unmeasured;
    if (measurement->unknown_percent >= 20 || measurement->chrf < 40) return Quality::gist;
    return measurement->chrf >= 54 ? Quality::publishable : Quality::draft;
}

double chrf_of(const std::string& model) {
    const auto measurement = nearest(model);
    return measurement ? measurement->chrf : 0;
}

Quality quality_of_chain(Quality first, Quality second) {
    const Quality worse = std::min(first, second);
    if (worse == Quality::unmeasured) return Quality::unmeasured;
    return worse == Quality::publishable ? Quality::draft : Quality::gist;
}

std::string known_fault(const std::string& model) {
    for (const Fault& fault : faults) {
        const std::string prefix = fault.prefix;
        if (model.compare(0, prefix.size(), prefix) == 0) return fault.reason;
    }
    return "";
}

}  // namespace dragoman::apertium
