// SPDX-License-Identifier: Apache-2.0
import Glibc
import Hummingbird

/// `echo PORT`: answers every `POST /` on loopback with its own body.
@main
enum Echo {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 0
        let router = Router()
        router.post("/") { request, context in
            let body = try await request.body.collect(upTo: 1 << 20)
            return Response(
                status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: body)
            )
        }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                print("ready \(channel.localAddress?.port ?? 0)")
                fflush(nil)  // a pipe is not flushed by the line
            })
        try await application.runService()
    }
}
