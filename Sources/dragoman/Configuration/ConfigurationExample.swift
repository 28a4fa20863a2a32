// SPDX-License-Identifier: Apache-2.0

/// The example file: every key with its default and what it is.
enum ConfigurationExample {
    static let text: String = {
        let (keys, sections) = Configuration.declarations
        var lines = [
            "# Every key of the gateway with its default. What is left out keeps it, so a file needs only what differs.",
            "# Any key can also be set by the environment, which wins over the file (server.port: DRAGOMAN_SERVER_PORT),",
            "# and by `--set server.port=8080`, which wins over both. Relative paths start at the working directory.",
            "# Times are written 250ms, 55s, 10m, 2h, 1d or as seconds; sizes 64KiB, 10MiB, 1GiB or as bytes.",
            "# Written by `dragoman config example`.",
        ]
        var written: Set<String> = []
        for key in keys {
            guard let dot = key.path.firstIndex(of: ".") else {
                lines += [""] + entry(key, name: key.path, indent: "")
                continue
            }
            let section = String(key.path[..<dot])
            guard written.insert(section).inserted else { continue }
            let about = sections.first { $0.name == section }?.about
            lines += ["", "# \(about ?? section)", "\(section):"]
            for key in keys where key.path.hasPrefix(section + ".") {
                lines += entry(key, name: String(key.path.dropFirst(section.count + 1)), indent: "  ")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    private static func entry(
        _ key: ConfigurationReader.Declaration, name: String, indent: String
    ) -> [String] {
        let secret = key.isSecret ? " Secret." : ""
        var lines = ["\(indent)# \(key.about)\(secret) Must be \(key.allowed)."]
        if key.builtIn.contains("\n") {
            lines.append("\(indent)\(name):")
            lines += key.builtIn.split(separator: "\n").map { "\(indent)  \($0)" }
        } else {
            lines.append("\(indent)\(name): \(key.builtIn)")
        }
        return lines
    }
}
