// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dragoman_provider.h"

namespace dragoman::remote {

/// How a service is told of tokens.
enum class Dialect {
    /// `<x id="1"/>`, and `<g id="2">...</g>` for a pair.
    xml,
    /// `<x id="1"/>` for all.
    flat_xml,
    /// `<span id="t1" ...>⟦1⟧</span>` that is not translated, `<span id="g2">...</span>` for a pair, `<br>` for a line's end.
    html
};

/// A segment in the markup of a service, and the way back. Points into the host's request.
class Markup {
public:
    /// Throws DGM_INVALID_INPUT for spans that make no sense.
    Markup(const dgm_segment& segment, Dialect dialect);

    std::string marked() const;

    /// The text of an answer, with tokens for elements. What is no element of ours stays as it is: the host counts
    /// tokens.
    std::string restore(std::string_view answer) const;

    static bool has_tokens(const dgm_segment& segment) { return segment.span_count > 0; }

private:
    struct Token {
        std::string_view text;
        size_t offset;
        int32_t number;
        /// Index of the other half of a pair that lies well with the others, or -1.
        int64_t partner;
        bool opens;
    };

    const Token* numbered(std::string_view id) const;

    std::string_view text_;
    Dialect dialect_;
    std::vector<Token> tokens_;
};

/// Unicode scalars.
uint64_t count_scalars(std::string_view text);

}  // namespace dragoman::remote
