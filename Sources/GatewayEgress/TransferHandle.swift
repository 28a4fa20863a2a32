// SPDX-License-Identifier: Apache-2.0
import CCurl

/// An easy handle of libcurl, which serves one exchange after another, with a memory for names to itself.
///
/// Two exchanges side by side may have found different addresses for one name, and each must connect to those that
/// were checked for it. In the memory of their multi handle the later one's would replace the earlier one's.
final class TransferHandle {
    let easy: UnsafeMutableRawPointer
    private let names: UnsafeMutableRawPointer
    /// The host and port whose addresses are in `names`.
    private var pinned: String?
    private var pins: UnsafeMutablePointer<curl_slist>?

    init?() {
        guard let easy = curl_easy_init() else { return nil }
        guard let names = curl_share_init() else {
            curl_easy_cleanup(easy)
            return nil
        }
        self.easy = easy
        self.names = names
        // Without locks: only the loop's thread uses either of the two.
        _ = ccurl_share_names(names)
        _ = ccurl_set_pointer(easy, CURLOPT_SHARE, names)
    }

    deinit {
        // In this order: a handle keeps what it shares.
        curl_easy_cleanup(easy)
        curl_share_cleanup(names)
        curl_slist_free_all(pins)
    }

    /// Makes these the only addresses that the handle knows of any name, and keeps libcurl from asking for others.
    func pin(_ endpoint: (name: String, port: Int), to addresses: [NetworkAddress]) {
        forget()
        let key = "\(endpoint.name):\(endpoint.port)"
        let texts = addresses.map { "[\($0)]" }
        pins = curl_slist_append(pins, "\(key):\(texts.joined(separator: ","))")
        pinned = key
        _ = ccurl_set_list(easy, CURLOPT_RESOLVE, pins)
        _ = ccurl_set_resolver_function(easy) { _, _, _ in 1 }
    }

    /// Makes the handle fit for another exchange. It must have left the multi handle.
    func reset() {
        curl_easy_reset(easy)
        curl_slist_free_all(pins)
        pins = nil
    }

    /// What was pinned for the last exchange stays in libcurl's memory until an entry with a minus takes it out.
    private func forget() {
        guard let pinned else { return }
        pins = curl_slist_append(pins, "-\(pinned)")
    }
}
