// SPDX-License-Identifier: Apache-2.0
#include "markup.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "failure.h"
#include "host.h"

namespace dragoman::remote {
namespace {

void append_escaped(std::string& out, std::string_view text, Dialect dialect) {
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '\n':
            if (dialect == Dialect::html) {
                out += "<br>";
                break;
            }
            [[fallthrough]];
        default: out += c;
        }
    }
}

void append_scalar(std::string& out, uint32_t scalar) {
    if (scalar < 0x80) {
        out += static_cast<char>(scalar);
    } else if (scalar < 0x800) {
        out += {static_cast<char>(0xC0 | scalar >> 6), static_cast<char>(0x80 | (scalar & 0x3F))};
    } else if (scalar < 0x10000) {
        out += {static_cast<char>(0xE0 | scalar >> 12), static_cast<char>(0x80 | (scalar >> 6 & 0x3F)),
                static_cast<char>(0x80 | (scalar & 0x3F))};
    } else {
        out += {static_cast<char>(0xF0 | scalar >> 18), static_cast<char>(0x80 | (scalar >> 12 & 0x3F)),
                static_cast<char>(0x80 | (scalar >> 6 & 0x3F)), static_cast<char>(0x80 | (scalar & 0x3F))};
    }
}

/// Reads a reference at the beginning of `text` and gives its length; 0 when there is none.
size_t append_reference(std::string& out, std::string_view text) {
    static constexpr std::pair<std::string_view, uint32_t> named[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&nbsp;", 0xA0}};
    for (const auto& [name, scalar] : named) {
        if (text.substr(0, name.size()) != name) continue;
        append_scalar(out, scalar);
        return name.size();
    }
    if (text.substr(0, 2) != "&#") return 0;
    const bool is_hexadecimal = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
    size_t at = is_hexadecimal ? 3 : 2;
    const size_t begin = at;
    uint32_t scalar = 0;
    for (; at < text.size() && at < begin + 7; ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (is_hexadecimal ? std::isxdigit(byte) == 0 : std::isdigit(byte) == 0) break;
        const uint32_t digit = std::isdigit(byte) != 0 ? byte - '0' : (std::tolower(byte) - 'a' + 10);
        scalar = scalar * (is_hexadecimal ? 16 : 10) + digit;
    }
    const bool is_scalar = scalar > 0 && scalar <= 0x10FFFF && !(scalar >= 0xD800 && scalar < 0xE000);
    if (at == begin || at >= text.size() || text[at] != ';' || !is_scalar) return 0;
    append_scalar(out, scalar);
    return at + 1;
}

struct Tag {
    std::string name;
    std::string id;
    bool closes = false;
    bool is_empty = false;
    size_t length = 0;
};

/// Reads a tag at the beginning of `text`, which is `<`.
std::optional<Tag> read_tag(std::string_view text) {
    const size_t end = text.substr(0, 300).find('>');
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view inner = text.substr(1, end - 1);
    Tag tag;
    tag.length = end + 1;
    if (!inner.empty() && inner.front() == '/') {
        tag.closes = true;
        inner.remove_prefix(1);
    }
    if (!inner.empty() && inner.back() == '/') {
        tag.is_empty = true;
        inner.remove_suffix(1);
    }
    size_t at = 0;
    while (at < inner.size() && std::isalpha(static_cast<unsigned char>(inner[at])) != 0) {
        tag.name += static_cast<char>(std::tolower(static_cast<unsigned char>(inner[at++])));
    }
    if (tag.name.empty()) return std::nullopt;
    const size_t found = inner.find("id=", at);
    if (found != std::string_view::npos && found > 0 && std::isspace(static_cast<unsigned char>(inner[found - 1])) != 0) {
        std::string_view value = inner.substr(found + 3);
        if (!value.empty() && (value.front() == '"' || value.front() == '\'')) value.remove_prefix(1);
        size_t length = 0;
        while (length < value.size() && std::isalnum(static_cast<unsigned char>(value[length])) != 0) ++length;
        tag.id = std::string(value.substr(0, length));
    }
    return tag;
}

}  // namespace

Markup::Markup(const dgm_segment& segment, Dialect dialect) : text_(view_of(segment.text)), dialect_(dialect) {
    size_t end = 0;
    for (size_t i = 0; i < segment.span_count; ++i) {
        const dgm_span& span = *segment.spans[i];
        if (span.offset < end || span.offset > text_.size() || span.length > text_.size() - span.offset) {
            throw Failure(DGM_INVALID_INPUT, "a token lies outside its segment");
        }
        end = span.offset + span.length;
        tokens_.push_back({text_.substr(span.offset, span.length), span.offset, span.number, -1,
                           span.kind == DGM_SPAN_OPEN});
    }
    if (dialect == Dialect::flat_xml) return;
    // Elements must lie within each other; a pair that does not is two tokens by themselves.
    std::vector<size_t> open;
    for (size_t i = 0; i < tokens_.size(); ++i) {
        const dgm_span& span = *segment.spans[i];
        if (span.kind == DGM_SPAN_OPEN) open.push_back(i);
        if (span.kind != DGM_SPAN_CLOSE) continue;
        const auto partner = std::find(open.begin(), open.end(), static_cast<size_t>(span.partner));
        if (partner == open.end()) continue;
        if (partner + 1 == open.end()) {
            tokens_[i].partner = static_cast<int64_t>(*partner);
            tokens_[*partner].partner = static_cast<int64_t>(i);
        }
        open.erase(partner);
    }
}

std::string Markup::marked() const {
    std::string out;
    out.reserve(text_.size() + tokens_.size() * 48);
    size_t at = 0;
    for (const Token& token : tokens_) {
        append_escaped(out, text_.substr(at, token.offset - at), dialect_);
        at = token.offset + token.text.size();
        const std::string number = std::to_string(token.number);
        const bool is_html = dialect_ == Dialect::html;
        if (token.partner < 0 && is_html) {
            out += "<span id=\"t" + number + "\" class=\"notranslate\" translate=\"no\">" + std::string(token.text) +
                   "</span>";
        } else if (token.partner < 0) {
            out += "<x id=\"" + number + "\"/>";
        } else if (token.opens) {
            out += (is_html ? "<span id=\"g" : "<g id=\"") + number + "\">";
        } else {
            out += is_html ? "</span>" : "</g>";
        }
    }
    append_escaped(out, text_.substr(at), dialect_);
    return out;
}

const Markup::Token* Markup::numbered(std::string_view id) const {
    if (id.empty() || id.size() > 9) return nullptr;
    int32_t number = 0;
    for (const char c : id) {
        if (c < '0' || c > '9') return nullptr;
        number = number * 10 + (c - '0');
    }
    const auto found =
        std::find_if(tokens_.begin(), tokens_.end(), [&](const Token& token) { return token.number == number; });
    return found == tokens_.end() ? nullptr : &*found;
}

std::string Markup::restore(std::string_view answer) const {
    const bool is_html = dialect_ == Dialect::html;
    std::string out;
    out.reserve(answer.size());
    // Of the elements that are open: what closes them in the text.
    std::vector<const Token*> open;
    // How many elements deep we are in one whose content does not count.
    int skipping = 0;
    size_t at = 0;
    while (at < answer.size()) {
        const std::string_view rest = answer.substr(at);
        const std::optional<Tag> tag = rest.front() == '<' ? read_tag(rest) : std::nullopt;
        if (tag && skipping > 0) {
            if (tag->name == (is_html ? "span" : "x") && !tag->is_empty) skipping += tag->closes ? -1 : 1;
            at += tag->length;
            continue;
        }
        if (skipping > 0) {
            ++at;
            continue;
        }
        if (tag && is_html && tag->name == "br") {
            while (!out.empty() && out.back() == ' ') out.pop_back();
            out += '\n';
            at += tag->length;
            while (at < answer.size() && answer[at] == ' ') ++at;
            continue;
        }
        if (tag && tag->closes && tag->name == (is_html ? "span" : "g") && !open.empty()) {
            out += open.back()->text;
            open.pop_back();
            at += tag->length;
            continue;
        }
        if (tag && !tag->closes) {
            const bool is_pair = is_html ? tag->name == "span" && tag->id.rfind('g', 0) == 0 : tag->name == "g";
            const bool is_single = is_html ? tag->name == "span" && tag->id.rfind('t', 0) == 0 : tag->name == "x";
            const std::string_view id = is_html && !tag->id.empty() ? std::string_view(tag->id).substr(1) : tag->id;
            const Token* token = is_pair || is_single ? numbered(id) : nullptr;
            if (token != nullptr && (is_single || token->partner >= 0)) {
                out += token->text;
                const Token* partner = is_pair ? &tokens_[static_cast<size_t>(token->partner)] : nullptr;
                if (partner != nullptr && tag->is_empty) out += partner->text;
                if (partner != nullptr && !tag->is_empty) open.push_back(partner);
                if (is_single && !tag->is_empty) skipping = 1;
                at += tag->length;
                continue;
            }
        }
        const size_t length = rest.front() == '&' ? append_reference(out, rest) : 0;
        if (length == 0) out += rest.front();
        at += std::max<size_t>(length, 1);
    }
    return out;
}

uint64_t count_scalars(std::string_view text) {
    return static_cast<uint64_t>(
        std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace dragoman::remote
