// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// What standard output says once the gateway takes requests.
enum ReadyMessage {
    /// For a program: one line.
    static func json(url: String, key: String?, data: String) -> String {
        let message: JSONValue = [
            "url": .string(url), "apiKey": key.map { .string($0) } ?? .null, "pid": .number("\(getpid())"),
            "data": .string(data),
        ]
        return String(decoding: message.bytes, as: UTF8.self)
    }

    /// For a person. `target` is a locale that can be translated into.
    static func text(url: String, key: String?, target: String) -> String {
        var lines = ["dragoman \(Release.version) listens at \(url)", ""]
        if let key {
            lines += ["The API key of this gateway, shown only this once:", "", "    \(key)", ""]
        } else {
            lines += [
                "Its API keys are known to whoever made them; `dragoman keys create` makes another.", "",
            ]
        }
        lines += [
            "Translate something:", "",
            "    curl -s \(url)/process/localize \\",
            "      -H 'X-API-Key: \(key ?? "YOUR_KEY")' -H 'Content-Type: application/json' \\",
            #"      -d '{"sourceLocale": "en", "targetLocale": "\#(target)", "data": {"greeting": "Hello, world!"}}'"#,
            "",
        ]
        return lines.joined(separator: "\n")
    }
}
