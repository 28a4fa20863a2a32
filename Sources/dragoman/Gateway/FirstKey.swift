// SPDX-License-Identifier: Apache-2.0
import GatewayCrypto

/// The key that a fresh database begins with.
struct FirstKey: Sendable {
    /// Names the file that holds it.
    static let variable = "DRAGOMAN_BOOTSTRAP_KEY_FILE"

    let text: String
    let name: String
    /// The operator has it already, so it is not printed.
    let isKnown: Bool

    var hash: [UInt8] { APIKeyText.hashOfKey(text) }

    /// The key of the file that the environment names, else a new one called `name`.
    init(environment: [String: String], name: String = "first") throws(AdministrationError) {
        guard let path = environment[Self.variable], !path.isEmpty else {
            text = APIKeyText.makeAPIKey()
            self.name = name
            isKnown = false
            return
        }
        let key = try FileText.read(path).split(whereSeparator: \.isWhitespace)
        guard key.count == 1, (20...200).contains(key[0].utf8.count),
            key[0].utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw AdministrationError(
                "\(path) (\(Self.variable)) must hold one key of 20 to 200 visible ASCII characters")
        }
        text = String(key[0])
        self.name = "bootstrap"
        isKnown = true
    }
}
