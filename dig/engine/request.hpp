// Request: one query of a command line with everything that was said about it: what to send, how to
// send it, and how to print what comes back. Defaults are those of dig.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "vouch/message/edns.hpp"
#include "vouch/message/header.hpp"

namespace vouch::dig {

/// What is printed, and how.
struct Display {
  bool command = true;   ///< the first lines
  bool comments = true;  ///< everything that begins with `;;`
  bool question = true;
  bool answer = true;
  bool authority = true;
  bool additional = true;
  bool statistics = true;
  bool ttl = true;
  bool rrclass = true;
  bool brief = false;  ///< +short
  bool multiline = false;
  std::optional<bool> record_comments = {};  ///< +rrcomments; with +multiline where not said
  bool crypto = true;
  std::optional<unsigned> split = {};  ///< characters of base64 and hex without a break
  bool ttl_units = false;
  bool generic = false;  ///< +unknownformat
  bool one_soa = false;
  bool identify = false;
  bool query = false;  ///< +qr
  bool expand_addresses = false;
  bool best_effort = true;
  bool json = false;
  bool microseconds = false;  ///< -u
};

struct Request {
  std::string name = ".";  ///< as typed
  bool has_name = false;
  RRType type = RRType::A;
  bool has_type = false;
  RRClass rrclass = RRClass::IN;
  bool is_reverse = false;   ///< -x
  std::uint32_t serial = 0;  ///< of IXFR=N

  std::string server = {};      ///< as typed; empty for that of the system
  bool server_for_all = false;  ///< it stands before any name
  std::uint16_t port = 53;
  std::string source = {};  ///< -b
  bool only_v4 = false;
  bool only_v6 = false;

  bool recurse = true;
  bool authentic = true;  ///< AD
  bool authoritative = false;
  bool checking_disabled = false;
  bool reserved = false;  ///< the Z bit
  bool truncated = false;
  bool recursion_available = false;  ///< the RA bit
  bool header_only = false;
  std::optional<Opcode> opcode = {};
  std::optional<std::uint16_t> id = {};
  bool edns = true;
  bool negotiates_edns = true;     ///< after BADVERS, again with the version that the server has
  bool retries_bad_cookie = true;  ///< after BADCOOKIE, again with the server's cookie
  std::uint8_t edns_version = 0;
  std::uint16_t edns_flags = 0;
  std::uint16_t udp_size = 1232;
  bool dnssec = false;
  bool nsid = false;
  bool cookie = true;
  std::optional<Octets> cookie_value = {};
  bool expire = false;
  bool keepalive = false;
  std::optional<std::string> subnet = {};
  unsigned padding = 0;
  std::vector<EdnsOption> options = {};

  bool tcp = false;
  bool ignore_truncation = false;
  bool fail = true;      ///< go on to the next server after SERVFAIL where false
  unsigned timeout = 5;  ///< seconds
  unsigned tries = 3;

  bool trace = false;
  bool ns_search = false;
  bool validate = false;
  bool chase = false;        ///< +sigchase
  std::string anchors = {};  ///< file of trust anchors; those of the root where empty
  std::string hints = {};    ///< file of root hints
  std::string at = {};       ///< when signatures are held against; now where empty

  bool search = false;      ///< names are completed: by `suffix`, or by those of the system
  std::string suffix = {};  ///< +domain
  std::optional<unsigned> dots = {};  ///< with as many, a name is first asked for as it is
  bool shows_search = false;

  Display display = {};
};

}  // namespace vouch::dig
