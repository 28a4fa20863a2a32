// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOHTTP1

/// Who a key speaks for (docs/http-api.md, "Authentication").
extension Responder {
    func user(_ principal: Principal) -> OutboundResponse {
        .object {
            $0.member("id", principal.user?.text ?? principal.key.text)
            $0.member("email", principal.email)
        }
    }

    func identity(_ principal: Principal) -> OutboundResponse {
        .object {
            $0.member("id", principal.user?.text ?? principal.key.text)
            $0.member("email", principal.email)
            $0.member("organizationId", principal.organization.text)
            $0.member("keyId", principal.key.text)
            $0.member("userId", principal.user?.text)
        }
    }
}
