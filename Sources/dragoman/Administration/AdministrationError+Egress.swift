// SPDX-License-Identifier: Apache-2.0
import GatewayEgress

extension AdministrationError {
    /// What a way out that cannot be opened means to an operator.
    init(_ error: EgressError) {
        switch error {
        case .certificates(let path, let reason):
            self.init("the certificates of egress.ca_file cannot be used: \(path): \(reason)")
        case .recording(let path, let reason): self.init("the recording \(path) cannot be used: \(reason)")
        case .descriptors(let reason): self.init("no connections can be opened: \(reason)")
        }
    }
}
