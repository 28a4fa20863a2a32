// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore

extension APIConfiguration {
    init(_ reader: inout ConfigurationReader) {
        self.init()
        reader.section("server", "Where the gateway listens.")
        host = reader.value(
            "server.host", .text, default: "127.0.0.1",
            about: "Address to listen on; 0.0.0.0 or \"::\" for every interface.")
        port = reader.value(
            "server.port", .integer(0...65_535), default: "8080", about: "TCP port; 0 takes a free one.")
        maximumConnections = reader.value(
            "server.max_connections", .integer(1...1_000_000), default: "1024",
            about: "Connections open at once; further ones wait until one ends.")
        maximumHeadBytes = reader.value(
            "server.head_bytes", .size(1024...(1 << 20)), default: "32KiB",
            about: "Size of a request's head, and of any one field of it.")
        maximumBufferedBytes = reader.value(
            "server.buffered_bytes", .size((1 << 20)...(1 << 40)), default: "256MiB",
            about: "Large request bodies held at once, over all connections.")
        idleTimeout = reader.value(
            "server.idle_timeout", .duration(.seconds(1) ... .seconds(86_400)), default: "60s",
            about: "How long a connection may take to bring its next request.")
        transferTimeout = reader.value(
            "server.transfer_timeout", .duration(.seconds(1) ... .seconds(3600)), default: "30s",
            about: "How long a body may take to arrive, and an answer to be taken.")
        drainDelay = reader.value(
            "server.drain_delay", .duration(.zero ... .seconds(5)), default: "0s",
            about:
                "How long /readyz says 503 before the gateway stops listening, for a load balancer to notice."
        )
        maximumSubscribers = reader.value(
            "server.max_subscribers", .integer(1...1_000_000), default: "10000",
            about: "Clients that watch groups at once, beside max_connections; further ones are answered 429."
        )
        pingInterval = reader.value(
            "server.ping_interval", .duration(.milliseconds(100) ... .seconds(3600)), default: "30s",
            about: "How often clients that watch are pinged; one that misses two is dropped.")
        publicURL = reader.value(
            "server.public_url", .optionalURL, default: "\"\"",
            about: "Where others reach the gateway, for links to results; nothing means where it listens.")
        limits = RequestLimits(&reader)
    }
}
