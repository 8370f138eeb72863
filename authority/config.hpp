// The configuration of `vouch serve`: the sections [server] and [[zone]] of its TOML file, or the
// same from flags. Plain structs; reading checks every value, and knows every key (daemon/config).
#pragma once

#include <string>
#include <vector>

#include "authority/engine/policy.hpp"
#include "net/clients/address_prefix.hpp"
#include "net/tcp_server.hpp"
#include "vouch/name/name.hpp"

namespace vouch::authority {

struct ZoneConfig {
  Name name;
  std::string file;    ///< in presentation form
  bool force = false;  ///< served though it is broken, or has lost its signatures
};

/// What nobody outside of this machine can send from.
std::vector<net::AddressPrefix> loopback_prefixes();

/// Limits of answers over UDP, for all threads together.
struct RateConfig {
  unsigned per_second = 200;  ///< of one response to one block of addresses; 0 for no limit
  unsigned slip = 2;          ///< of so many limited answers one is sent truncated; 0 for none
  std::vector<net::AddressPrefix> exempt = loopback_prefixes();  ///< clients without a limit
};

struct ServeConfig {
  std::vector<net::SocketAddress> listen;
  unsigned threads = 0;  ///< worker threads; 0 is one for each core
  std::string user;      ///< whom to become once the sockets are open; nobody else where empty
  AnswerPolicy policy;
  bool cookies = true;  ///< with a secret made at start where `policy.cookies` has none
  RateConfig rate;
  net::TcpServerOptions tcp;
  std::vector<ZoneConfig> zones;
};

/// Reads a configuration file. File names in it are relative to its folder. `version` is the answer
/// to `version.bind` unless the file has another. Errors: file_failure, bad_usage (with the place).
Result<ServeConfig> read_config(const std::string& path, const std::string& version);

/// The same from a text; `source` names it in errors and says where relative file names start.
Result<ServeConfig> parse_config(std::string_view text, const std::string& source,
                                 const std::string& version);

}  // namespace vouch::authority
