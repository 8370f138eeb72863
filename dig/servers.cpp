#include "dig/servers.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <sstream>

#include "vouch/base/file.hpp"

namespace vouch::dig {
namespace {

bool fits(const Request& request, const net::SocketAddress& address) {
  return !(request.only_v4 && address.is_v6()) && !(request.only_v6 && !address.is_v6());
}

std::vector<Server> look_up(const Request& request) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(request.server.c_str(), nullptr, &hints, &found) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, ::freeaddrinfo);
  std::vector<Server> servers;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    const auto address = net::SocketAddress::from_native(*each->ai_addr).with_port(request.port);
    if (fits(request, address)) servers.push_back({address, request.server});
  }
  return servers;
}

std::vector<Server> of_system(const Request& request) {
  std::vector<Server> servers;
  const auto text = read_file("/etc/resolv.conf", 1 << 20);
  std::istringstream lines(text.ok() ? *text : std::string());
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string keyword;
    std::string value;
    if (!(words >> keyword >> value) || keyword != "nameserver") continue;
    const auto address = net::SocketAddress::parse(value, request.port);
    if (address.ok() && fits(request, *address)) servers.push_back({*address, value});
  }
  if (!servers.empty()) return servers;
  const std::string here = request.only_v6 ? "::1" : "127.0.0.1";
  const auto address = net::SocketAddress::parse(here, request.port);
  if (address.ok()) servers.push_back({*address, here});
  return servers;
}

}  // namespace

SystemRules system_rules() {
  const auto text = read_file("/etc/resolv.conf", 1 << 20);
  return read_system_rules(text.ok() ? *text : std::string());
}

Result<std::vector<Server>> find_servers(const Request& request) {
  if (request.server.empty()) return of_system(request);
  const auto address = net::SocketAddress::parse(request.server, request.port);
  if (address.ok() && !fits(request, *address))
    return fail(ErrorCode::bad_address,
                "couldn't get address for '" + request.server + "': address family not supported");
  if (address.ok()) return std::vector<Server>{{*address, request.server}};
  std::vector<Server> servers = look_up(request);
  if (servers.empty())
    return fail(ErrorCode::bad_address,
                "couldn't get address for '" + request.server + "': not found");
  return servers;
}

}  // namespace vouch::dig
