// SPDX-License-Identifier: Apache-2.0
public import GatewayCore
public import GatewayCrypto

/// What the API knows of webhooks.
public struct WebhookAccess: Sendable {
    /// The secrets that sign them.
    public var secrets: WebhookSecrets
    /// The way to receivers, asked whether a URL may be used at all.
    public var outbound: any Outbound
    /// Where results of groups go that name no receiver, or `nil`.
    public var defaultURL: String?

    /// Makes an access.
    public init(secrets: WebhookSecrets, outbound: any Outbound, defaultURL: String? = nil) {
        self.secrets = secrets
        self.outbound = outbound
        self.defaultURL = defaultURL
    }
}
