// SPDX-License-Identifier: Apache-2.0
import GatewayProviders
import Glibc

/// `dragoman provider-host`: the process of one plugin. The gateway starts it; a person has no use for it, so that it stands
/// in no help.
enum ProviderHostCommand {
    static let name = "provider-host"

    /// Runs it if that is what the arguments say. They are read here and not by the parser, which takes as long as all
    /// else together.
    @MainActor static func runIfAsked(_ arguments: [String]) async {
        guard arguments.count > 2, arguments[1] == name, let parent = Int32(arguments[2]),
            fcntl(3, F_GETFD) >= 0
        else { return }
        beginProviderHost(parent: parent)
        await runProviderHost(text: .icu)
    }
}
