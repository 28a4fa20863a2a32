// SPDX-License-Identifier: Apache-2.0

/// A plural category of CLDR (UTS 35, "Language Plural Rules"), in CLDR's order.
public enum PluralCategory: String, Sendable, CaseIterable {
    case zero
    case one
    case two
    case few
    case many
    case other
}
