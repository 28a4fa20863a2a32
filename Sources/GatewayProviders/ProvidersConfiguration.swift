// SPDX-License-Identifier: Apache-2.0
public import GatewayCore
public import Logging

/// What plugins are loaded, and how.
public struct ProvidersConfiguration: Sendable {
    /// One provider of the gateway: a plugin's provider with settings of its own.
    public struct Instance: Sendable, Equatable {
        /// The gateway's name for it, `[a-z0-9._-]+`: what stands before the slash in `provider/model`.
        public var name: String
        /// The plugin's name for it, as in the manifest.
        public var provider: String
        /// An object that the manifest's schema allows.
        public var settings: JSONObject
        /// How many instances may be made; `nil`: one for each processor.
        public var instances: Int?
        /// Its credentials, by the names that the manifest lists.
        public var secrets: [String: SecretSource]
        /// Where its plugin runs; `nil`: in a process of its own, unless it is one of the project's that does not ask for
        /// that.
        public var isolation: Isolation?
        /// Bytes of memory from which on a process of its own is replaced; at half as much again it is killed. `nil`: what
        /// the manifest says, or 1 GiB.
        public var memory: Int?
        /// What it may be asked.
        public var limits: CallLimits

        /// Makes an instance's configuration.
        public init(
            name: String, provider: String, settings: JSONObject = JSONObject(), instances: Int? = nil,
            secrets: [String: SecretSource] = [:], isolation: Isolation? = nil, memory: Int? = nil,
            limits: CallLimits = CallLimits()
        ) {
            self.name = name
            self.provider = provider
            self.settings = settings
            self.instances = instances
            self.secrets = secrets
            self.isolation = isolation
            self.memory = memory
            self.limits = limits
        }
    }

    /// Where a plugin runs.
    public enum Isolation: String, Sendable, CaseIterable {
        /// In the gateway's process: its crash is the gateway's.
        case none
        /// In a process of its own.
        case process
    }

    /// Folders that are plugins, or whose folders are.
    public var directories: [String]
    /// The providers, in order.
    public var instances: [Instance]
    /// Where a plugin may keep files: a folder of its own inside this one.
    ///
    /// `nil`: nowhere.
    public var dataDirectory: String?
    /// Limits.
    public var limits: ProviderLimits
    /// Where plugins and their faults are logged.
    public var logger: Logger
    /// The way out for `http/1`; `nil`: there is none.
    public var outbound: (any Outbound)?
    /// What `text/1` asks; `nil`: there is no `text/1`.
    public var text: TextServices?
    /// The program whose `provider-host` a plugin's process runs: this one.
    public var program: String

    /// Makes a configuration.
    public init(
        directories: [String], instances: [Instance], dataDirectory: String? = nil,
        limits: ProviderLimits = ProviderLimits(), logger: Logger, outbound: (any Outbound)? = nil,
        text: TextServices? = nil, program: String = "/proc/self/exe"
    ) {
        self.directories = directories
        self.instances = instances
        self.dataDirectory = dataDirectory
        self.limits = limits
        self.logger = logger
        self.outbound = outbound
        self.text = text
        self.program = program
    }
}

/// The host's ICU, as `text/1` hands it on.
///
/// Both get valid UTF-8 and may be called from any thread.
public struct TextServices: Sendable {
    /// Ends of sentences in UTF-8 bytes, ascending, the last one the text's end.
    ///
    /// Gets a locale and a text.
    public var sentences: @Sendable (_ locale: String, _ text: String) -> [Int]
    /// Runs of one script: ends in UTF-8 bytes, ascending, and ISO 15924 codes as four bytes.
    public var scripts: @Sendable (_ text: String) -> [(end: Int, code: UInt32)]

    /// Makes the services.
    public init(
        sentences: @escaping @Sendable (_ locale: String, _ text: String) -> [Int],
        scripts: @escaping @Sendable (_ text: String) -> [(end: Int, code: UInt32)]
    ) {
        self.sentences = sentences
        self.scripts = scripts
    }
}
