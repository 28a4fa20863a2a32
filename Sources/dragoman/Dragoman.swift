// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc

/// The program. An error ends here: one that left `main` would print a backtrace.
@main
struct Dragoman {
    @MainActor static func main() async {
        // A reader that goes away is an error of one write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        await ProviderHostCommand.runIfAsked(CommandLine.arguments)
        do {
            var command = try RootCommand.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as ConfigurationError {
            fail("\(error)")
        } catch let error as AdministrationError {
            fail("\(error)")
        } catch {
            // Usage, help and mistakes in arguments.
            RootCommand.exit(withError: error)
        }
    }

    private static func fail(_ message: String) -> Never {
        StandardError.write("dragoman: \(message)")
        exit(1)
    }
}
