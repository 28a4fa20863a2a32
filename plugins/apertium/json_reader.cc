// SPDX-License-Identifier: GPL-3.0-or-later
#include "json_reader.h"

#include <cmath>
#include <cstdlib>
#include <stdexcept>

namespace dragoman::apertium {
namespace {

class Reader {
public:
    explicit Reader(const std::string& text) : text_(text) {}

    JSONValue document() {
        JSONValue value = this->value(0);
        skip_space();
        if (at_ != text_.size()) fail("something follows the value");
        return value;
    }

private:
    static constexpr int deepest = 32;

    [[noreturn]] void fail(const std::string& reason) const {
        throw std::invalid_argument(reason + " at byte " + std::to_string(at_));
    }

    void skip_space() {
        while (at_ < text_.size() && std::string(" \t\r\n").find(text_[at_]) != std::string::npos) ++at_;
    }

    char peek() {
        skip_space();
        return at_ < text_.size() ? text_[at_] : '\0';
    }

    void expect(char c) {
        if (peek() != c) fail(std::string("expected '") + c + "'");
        ++at_;
    }

    bool take(const std::string& word) {
        if (text_.compare(at_, word.size(), word) != 0) return false;
        at_ += word.size();
        return true;
    }

    JSONValue value(int depth) {
        if (depth > deepest) fail("too deep");
        switch (peek()) {
        case '{': return object(depth);
        case '[': return array(depth);
        case '"': return {string()};
        default: break;
        }
        if (take("true")) return {true};
        if (take("false")) return {false};
        if (take("null")) return {nullptr};
        return number();
    }

    JSONValue object(int depth) {
        JSONValue::Object members;
        expect('{');
        while (peek() != '}') {
            if (!members.empty()) expect(',');
            if (peek() != '"') fail("expected a name");
            const std::string name = string();
            expect(':');
            members[name] = value(depth + 1);
        }
        expect('}');
        return {members};
    }

    JSONValue array(int depth) {
        JSONValue::Array elements;
        expect('[');
        while (peek() != ']') {
            if (!elements.empty()) expect(',');
            elements.push_back(value(depth + 1));
        }
        expect(']');
        return {elements};
    }

    JSONValue number() {
        const char* begin = text_.c_str() + at_;
        if (*begin != '-' && (*begin < '0' || *begin > '9')) fail("not a value");
        char* end = nullptr;
        const double number = strtod(begin, &end);
        if (end == begin || !std::isfinite(number)) fail("not a number");
        at_ += static_cast<size_t>(end - begin);
        return {number};
    }

    std::string string() {
        std::string result;
        expect('"');
        while (true) {
            if (at_ >= text_.size()) fail("a string does not end");
            const char c = text_[at_++];
            if (c == '"') return result;
            if (c != '\\') {
                result += c;
                continue;
            }
            const char escape = at_ < text_.size() ? text_[at_++] : '\0';
            switch (escape) {
            case '"': case '\\': case '/': result += escape; break;
            case 'b': result += '\b'; break;
            case 'f': result += '\f'; break;
            case 'n': result += '\n'; break;
            case 'r': result += '\r'; break;
            case 't': result += '\t'; break;
            case 'u': append_utf8(result, code_point()); break;
            default: fail("unknown escape");
            }
        }
    }

    unsigned four_digits() {
        const std::string digits = text_.substr(at_, 4);
        if (digits.size() != 4 || digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
            fail("expected four hexadecimal digits");
        }
        at_ += 4;
        return static_cast<unsigned>(std::stoul(digits, nullptr, 16));
    }

    unsigned code_point() {
        const unsigned first = four_digits();
        if (first < 0xD800 || first > 0xDFFF) return first;
        if (first > 0xDBFF || !take("\\u")) fail("half a surrogate pair");
        const unsigned second = four_digits();
        if (second < 0xDC00 || second > 0xDFFF) fail("half a surrogate pair");
        return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    }

    static void append_utf8(std::string& text, unsigned c) {
        if (c < 0x80) {
            text += static_cast<char>(c);
        } else if (c < 0x800) {
            text += {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
        } else if (c < 0x10000) {
            text += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
                     static_cast<char>(0x80 | (c & 0x3F))};
        } else {
            text += {static_cast<char>(0xF0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 0x3F)),
                     static_cast<char>(0x80 | (c >> 6 & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
        }
    }

    const std::string& text_;
    size_t at_ = 0;
};

}  // namespace

JSONValue read_json(const std::string& text) { return Reader(text).document(); }

}  // namespace dragoman::apertium
