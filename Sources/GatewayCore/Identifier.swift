// SPDX-License-Identifier: Apache-2.0

/// A name the gateway gave to a thing: a prefix, an underscore and 16 of `[A-Za-z0-9]`.
public protocol Identifier: Sendable, Hashable, CustomStringConvertible {
    /// What stands before the underscore, such as `ljb`.
    static var prefix: String { get }
    /// What kind of thing it names, as errors say it.
    static var entity: String { get }
    /// The whole name.
    var text: String { get }
    /// Takes a text that is known to be well-formed.
    init(unchecked text: String)
}

extension Identifier {
    /// Takes a text from outside, or gives `nil` when it cannot name such a thing.
    public init?(_ text: String) {
        let head = Self.prefix.utf8.count + 1
        let tail = text.utf8.dropFirst(head)
        guard text.hasPrefix(Self.prefix + "_"), (1...64).contains(tail.count),
            tail.allSatisfy({ IdentifierSource.alphabet.contains($0) })
        else { return nil }
        self.init(unchecked: text)
    }

    /// The whole name.
    public var description: String { text }
}

/// Names an organization, `org_…`.
public struct OrganizationID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "org"
    /// The kind of thing, as errors say it.
    public static let entity = "Organization"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names an engine, `eng_…`.
public struct EngineID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "eng"
    /// The kind of thing, as errors say it.
    public static let entity = "Engine"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names a localization job group, `ljg_…`.
public struct JobGroupID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "ljg"
    /// The kind of thing, as errors say it.
    public static let entity = "JobGroup"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names a localization job, `ljb_…`.
public struct JobID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "ljb"
    /// The kind of thing, as errors say it.
    public static let entity = "Job"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names a glossary item, `gli_…`.
public struct GlossaryItemID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "gli"
    /// The kind of thing, as errors say it.
    public static let entity = "GlossaryItem"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names an entry of an engine that says which model serves a pair, `mdl_…`.
public struct ModelConfigID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "mdl"
    /// The kind of thing, as errors say it.
    public static let entity = "ModelConfig"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names an instruction of an engine, `ins_…`.
public struct InstructionID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "ins"
    /// The kind of thing, as errors say it.
    public static let entity = "Instruction"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names a brand voice of an engine, `brv_…`.
public struct BrandVoiceID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "brv"
    /// The kind of thing, as errors say it.
    public static let entity = "BrandVoice"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names a comparison of models, `cmp_…`.
public struct ComparisonID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "cmp"
    /// The kind of thing, as errors say it.
    public static let entity = "Comparison"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names a test set that models are compared over, `cst_…`.
public struct ComparisonSetID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "cst"
    /// The kind of thing, as errors say it.
    public static let entity = "ComparisonSet"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names a suggestion, `sug_…`.
public struct SuggestionID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "sug"
    /// The kind of thing, as errors say it.
    public static let entity = "Suggestion"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names a feedback about an engine, `fbk_…`.
public struct FeedbackID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "fbk"
    /// The kind of thing, as errors say it.
    public static let entity = "Feedback"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names a reviewer of an organization, `scr_…`.
public struct ScorerID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "scr"
    /// The kind of thing, as errors say it.
    public static let entity = "Scorer"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names an API key's record, `key_…`; not the key itself.
public struct KeyID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "key"
    /// The kind of thing, as errors say it.
    public static let entity = "ApiKey"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Names a user, `usr_…`.
public struct UserID: Identifier {
    /// Stands before the underscore.
    public static let prefix = "usr"
    /// The kind of thing, as errors say it.
    public static let entity = "User"
    /// The whole name.
    public let text: String
    /// Takes a well-formed text.
    public init(unchecked text: String) { self.text = text }
}

/// Makes identifiers that sort, as bytes, in the order they were made.
///
/// Seven base-62 digits are the millisecond (enough until the year 2081), nine are random; within a millisecond
/// the random part is counted up by a random step. So the order of ids is the order of creation, rows are appended
/// to their tables rather than scattered over them, and an id is a position in a list.
public final class IdentifierSource: Sendable {
    static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    private static let tailLimit: UInt64 = 13_537_086_546_263_552  // 62^9
    private let clock: WallClock
    private let last = Locked((time: Int64(0), tail: UInt64(0)))

    /// A source that reads the millisecond from `clock`.
    public init(clock: WallClock = .system) { self.clock = clock }

    /// A new identifier, greater than all this source made before, even if the clock went back.
    public func next<ID: Identifier>(_ type: ID.Type = ID.self) -> ID {
        let (time, tail) = last.withLock { last in
            let now = clock.now().milliseconds
            let step = UInt64.random(in: 1...(1 << 24))
            if now > last.time {
                // The upper half stays free, so that a busy millisecond does not run over.
                last = (now, UInt64.random(in: 0..<(Self.tailLimit / 2)))
            } else if last.tail + step < Self.tailLimit {
                last.tail += step
            } else {
                last = (last.time + 1, UInt64.random(in: 0..<(Self.tailLimit / 2)))
            }
            return last
        }
        let body = Self.digits(UInt64(time), count: 7) + Self.digits(tail, count: 9)
        return ID(unchecked: ID.prefix + "_" + String(decoding: body, as: UTF8.self))
    }

    private static func digits(_ number: UInt64, count: Int) -> [UInt8] {
        var number = number
        var digits = [UInt8](repeating: alphabet[0], count: count)
        for index in digits.indices.reversed() {
            digits[index] = alphabet[Int(number % 62)]
            number /= 62
        }
        return digits
    }
}
