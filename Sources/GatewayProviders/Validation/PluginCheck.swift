// SPDX-License-Identifier: Apache-2.0

/// One promise of the ABI, and how to see whether a plugin keeps it.
///
/// Every check runs in a process of its own: what it does to that process, nobody else notices.
struct PluginCheck: Sendable {
    /// What it looks at: the plugin as a whole, or each of its providers.
    enum Subject: Sendable {
        case plugin
        /// Only those providers that have what the check is about: for others it does not exist.
        case provider(@Sendable (ProviderFacts) -> Bool)
    }

    typealias Run = @Sendable (CheckRun) throws(CheckFault) -> Void

    /// Lower-case words with hyphens; unique.
    let name: String
    /// What a plugin promises, in a sentence.
    let promise: String
    let subject: Subject
    /// Seconds after which the process is ended, and the check has failed.
    let seconds: Int
    let run: Run

    init(
        _ name: String, _ promise: String, of subject: Subject = .plugin, seconds: Int = 20,
        _ run: @escaping Run
    ) {
        self.name = name
        self.promise = promise
        self.subject = subject
        self.seconds = seconds
        self.run = run
    }

    /// All of them, in the order of a plugin's life.
    static let all: [PluginCheck] =
        ofManifest + ofLibrary + ofEntry + ofExtensions + ofInstances + ofTexts + ofTokens + ofCalls
        + ofCancelling + ofPairs + ofRecognizing + ofGenerating + ofServices + ofProcess + ofResources

    /// The check of a name.
    static func named(_ name: String) -> PluginCheck? { all.first { $0.name == name } }
}

/// Why a check did not pass.
enum CheckFault: Error, Equatable {
    /// The promise is broken: how it showed.
    case broken(String)
    /// It could not be seen whether the promise is kept: why.
    case skipped(String)
}
