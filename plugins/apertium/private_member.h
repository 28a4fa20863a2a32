// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dragoman::apertium {

/// Reaches a private data member of a library class. The libraries reset their state only by being made anew,
/// which costs a second for a big dictionary, so a warm engine has to put a few members back itself. Access rules
/// are not applied to the arguments of an explicit instantiation ([temp.spec.general]/6 of the C++ standard).
///
///     struct Position { using type = unsigned Reader::*; friend type member(Position); };
///     template struct PrivateMember<Position, &Reader::position>;
///     reader.*member(Position{}) = 0;
///
/// The tag must be in this namespace itself: that is where `member` is declared.
template <typename Tag, typename Tag::type pointer>
struct PrivateMember {
    friend typename Tag::type member(Tag) { return pointer; }
};

}  // namespace dragoman::apertium
