// The message that a request sends.
#pragma once

#include "dig/engine/request.hpp"
#include "vouch/message/message.hpp"

namespace vouch::dig {

/// `id` and `cookie` are drawn at random by the caller. Errors: bad_name, bad_address (-x,
/// +subnet).
Result<Message> query_message(const Request& request, std::uint16_t id, OctetView cookie);

/// The octets to send, with padding (RFC 7830) where it was asked for.
Octets query_octets(const Request& request, const Message& message);

}  // namespace vouch::dig
