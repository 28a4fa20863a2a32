/*
 * settings.c: a reader for three numbers. The host has already checked the object against the manifest's
 * schema, so a JSON library would be the larger risk; still, nothing here trusts the text to be well formed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "settings.h"

#include <string.h>

typedef struct cursor {
    const char *next;
    const char *end;
} cursor;

static char peek(const cursor *at) { return at->next < at->end ? *at->next : '\0'; }

static void skip_space(cursor *at) {
    while (at->next < at->end && strchr(" \t\r\n", *at->next) != NULL && *at->next != '\0') {
        at->next++;
    }
}

/* Passes a string and gives what stands between its quotes, escapes not resolved: our keys need none. */
static dgm_text read_string(cursor *at) {
    const char *start = ++at->next;
    while (at->next < at->end && *at->next != '"') {
        at->next += *at->next == '\\' && at->end - at->next > 1 ? 2 : 1;
    }
    dgm_text text = {start, (size_t)(at->next - start)};
    if (at->next < at->end) {
        at->next++;
    }
    return text;
}

/* strtod would ask the process's locale what a decimal point looks like. */
static bool read_number(cursor *at, double *value) {
    double sign = 1, number = 0, scale = 1;
    if (peek(at) == '-') {
        sign = -1;
        at->next++;
    }
    const char *digits = at->next;
    for (; peek(at) >= '0' && peek(at) <= '9'; at->next++) {
        number = number * 10 + (*at->next - '0');
    }
    if (at->next == digits) {
        return false;
    }
    if (peek(at) == '.') {
        for (at->next++; peek(at) >= '0' && peek(at) <= '9'; at->next++) {
            number = number * 10 + (*at->next - '0');
            scale *= 10;
        }
    }
    int exponent = 0;
    bool negative = false;
    if (peek(at) == 'e' || peek(at) == 'E') {
        at->next++;
        if (peek(at) == '+' || peek(at) == '-') {
            negative = *at->next++ == '-';
        }
        for (; peek(at) >= '0' && peek(at) <= '9'; at->next++) {
            exponent = exponent < 400 ? exponent * 10 + (*at->next - '0') : exponent;
        }
    }
    number /= scale;
    for (; exponent > 0; exponent--) {
        number = negative ? number / 10 : number * 10;
    }
    *value = sign * number;
    return true;
}

bool read_number_setting(dgm_text json, const char *key, double minimum, double maximum, double *value) {
    if (json.length == 0) {
        return true;
    }
    cursor at = {json.bytes, json.bytes + json.length};
    int depth = 0;
    while (at.next < at.end) {
        if (*at.next == '"') {
            dgm_text name = read_string(&at);
            skip_space(&at);
            /* Only a key is followed by a colon, and only the outermost object is ours. */
            if (depth != 1 || peek(&at) != ':' || name.length != strlen(key) ||
                memcmp(name.bytes, key, name.length) != 0) {
                continue;
            }
            at.next++;
            skip_space(&at);
            double number;
            if (!read_number(&at, &number) || !(number >= minimum && number <= maximum)) {
                return false;
            }
            *value = number;
            return true;
        }
        depth += *at.next == '{' || *at.next == '[';
        depth -= *at.next == '}' || *at.next == ']';
        at.next++;
    }
    return true;
}
