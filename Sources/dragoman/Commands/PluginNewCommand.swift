// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore
import Glibc

extension PluginCommand {
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a plugin to begin with, which builds out of tree.",
            discussion: "The folder is named after the plugin. Nothing that is there is overwritten.")

        @Argument(help: "The plugin's and its provider's name, such as my-engine.") var name: String
        @Option(help: "c, cpp, swift or rust.") var language = PluginTemplate.c
        @Option(help: ArgumentHelp("The folder that the plugin's is made in.", valueName: "folder"))
        var dir = "."

        func validate() throws {
            // It is a provider's id, a part of a plugin's id, and a file's name.
            let isGood =
                (1...64).contains(name.utf8.count) && name.first?.isLowercase == true
                && name.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                        || byte == UInt8(ascii: "-")
                }
            guard isGood else {
                throw ValidationError(
                    "name: \"\(name)\" is not a letter with letters, digits and hyphens, lower-case, up to 64"
                )
            }
        }

        func run() throws {
            let folder = absolutePath(dir) + "/" + name
            guard mkdir(folder, 0o755) == 0 else {
                throw AdministrationError("cannot make \(folder): \(String(cString: strerror(errno)))")
            }
            for file in language.files(name: name) { try Self.write(file.text, to: file.path, in: folder) }
            StandardOutput.write(
                """
                \(folder) is a plugin in \(language.language). Build and check it:

                    cd \(folder)
                    make
                    dragoman plugin validate build/\(name)
                """)
        }

        private static func write(
            _ text: String, to path: String, in folder: String
        ) throws(AdministrationError) {
            if let slash = path.lastIndex(of: "/") {
                // There already, from the file before it, is good as well.
                _ = mkdir(folder + "/" + path[..<slash], 0o755)
            }
            try FileText.create(folder + "/" + path, Array(text.utf8), mode: 0o644)
        }
    }
}

extension PluginTemplate: ExpressibleByArgument {}
