// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A plugin's `plugin.json`, checked as a whole (docs/plugin-abi.md, "The manifest").
struct Manifest: Sendable {
    /// A provider that the plugin says it brings.
    struct Provider: Sendable {
        let id: String
        let revision: String
        let settings: SettingsSchema
        /// Names of the credentials it asks for by `secret/1`.
        let secrets: [String]
    }

    /// How a plugin reaches the network.
    enum Network: String, CaseIterable, Sendable {
        /// Not at all.
        case none
        /// By `http/1`.
        case host
        /// By itself.
        case own
    }

    /// Where it lies.
    let folder: String
    let id: String
    let version: String
    let licence: String
    /// True path of the library.
    let library: String
    let providers: [Provider]
    let network: Network
    /// Whether it asks for a process of its own.
    let wantsProcess: Bool
    /// Bytes of memory that a process of its own may use, unless a configuration says otherwise; `nil`: the host's choice.
    let memory: Int?
    /// Hosts it wants to reach, for people to read.
    let hosts: [String]
    /// Data files it needs, for people to read.
    let data: [String]
    /// Digest of the library in lower-case hexadecimal, if it gives one.
    let sha256: String?

    /// Whether it is one of the project's.
    var isOwn: Bool { id.hasPrefix("org.dragoman.") }

    /// All that is wrong with a manifest, and as much as is known of the plugin for a list.
    struct Fault: Error {
        let id: String
        let version: String
        let licence: String
        /// One line for each fault, with the field's name.
        let reasons: [String]
    }

    /// Whether a text is `[a-z0-9-]+` of at most 64 characters.
    static func isProviderID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// Whether a text is a plugin's id, such as `org.example.engine`.
    static func isPluginID(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.first.map(isLetterOrDigit) == true
            && text.utf8.allSatisfy { isLetterOrDigit($0) || "-._".utf8.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
