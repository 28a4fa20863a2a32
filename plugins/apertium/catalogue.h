// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "mode_file.h"
#include "quality.h"

namespace dragoman::apertium {

/// Something a request can be served by: a mode, or two modes in a row.
struct Model {
    std::string name;                // "spa-por_BR" or "eng-spa+spa-por"
    std::string source;              // canonical BCP 47
    std::string target;
    std::vector<std::string> legs;   // names of modes, one or two
    std::string pivot;               // locale passed through, or empty
    Quality quality = Quality::unmeasured;
    bool by_name_only = false;
    std::string note;                // what an operator should know
    std::string refused;             // why it cannot be used, or empty
};

/// The modes that are installed and the chains they allow, read from the mode files once.
class Catalogue {
public:
    Catalogue(const std::string& modes_path, const std::vector<std::string>& pivots);

    const std::vector<Model>& models() const { return models_; }

    /// The mode a leg of a model stands for.
    const ModeFile& mode(const std::string& name) const { return modes_.at(name); }

    /// The model for a request. `wanted` is a model's name in either spelling, a chain joined by `+`, or empty or
    /// `*` for the best: exact locales before plain ones, direct before pivot. Throws `Failure` with
    /// DGM_UNSUPPORTED_PAIR.
    Model choose(const std::string& source, const std::string& target, const std::string& wanted) const;

    /// The mode or chain of that name, whatever its locales.
    Model named(const std::string& wanted) const;

private:
    void add_mode(const std::string& file_name, ModeFile mode);
    void add_chains(const std::vector<std::string>& pivots);
    const Model* best(const std::string& source, const std::string& target, bool chains) const;

    std::map<std::string, ModeFile> modes_;           // by canonical name
    std::map<std::string, std::string> spellings_;    // file's own name → canonical
    std::vector<Model> models_;
};

}  // namespace dragoman::apertium
