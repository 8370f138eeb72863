#include "lab/lab_configs.hpp"

#include <fmt/format.h>

namespace vouch::lab {
namespace {

std::string file_label(const std::string& apex) {
  return apex == "." ? "root" : apex.substr(0, apex.size() - 1);
}

bool is_served_by(const LabZone& zone, LabServer server) {
  return zone.server == server || (zone.has_second_server && server == LabServer::second);
}

std::string serve_config(const LabPlace& place, const std::vector<LabZone>& zones,
                         LabServer server) {
  std::string text = fmt::format("[server]\nlisten = [\"{}:{}\"]\nthreads = 1\n\n",
                                 address_of(server), place.port);
  for (const LabZone& each : zones) {
    if (!is_served_by(each, server)) continue;
    text += fmt::format("[[zone]]\nname = \"{}\"\nfile = \"{}\"\n\n", each.apex,
                        zone_file(each.apex, server));
  }
  return text;
}

std::string resolve_config(const LabPlace& place) {
  return fmt::format(
      "[resolver]\nlisten = [\"{}:{}\"]\nroot-hints = \"root.hints\"\ntrust-anchors = "
      "\"root.anchors\"\n"
      "query-port = {}\nserver-timeout-ms = 200\nallow = [\"127.0.0.0/8\"]\n",
      resolver_address, place.port, place.port);
}

// unbound asks at port 53 unless it is told each zone's servers with their port.
std::string unbound_config(const LabPlace& place, const std::vector<LabZone>& zones) {
  std::string text = fmt::format(
      "server:\n  interface: 127.53.0.54@{}\n  port: {}\n  directory: \"{}\"\n  chroot: \"\"\n"
      "  username: \"\"\n  pidfile: \"\"\n  use-syslog: no\n  do-daemonize: no\n  ede: yes\n"
      "  do-not-query-localhost: no\n  do-ip6: no\n  num-threads: 1\n  val-log-level: 2\n"
      "  trust-anchor-file: \"root.anchors\"\n  module-config: \"validator iterator\"\n"
      "  local-zone: \"test.\" nodefault\n  minimal-responses: yes\nremote-control:\n"
      "  control-enable: no\n",
      place.port, place.port, place.directory);
  for (const LabZone& each : zones) {
    text += fmt::format("stub-zone:\n  name: \"{}\"\n  stub-addr: {}@{}\n", each.apex,
                        address_of(each.server), place.port);
    if (each.has_second_server)
      text += fmt::format("  stub-addr: {}@{}\n", address_of(LabServer::second), place.port);
  }
  return text;
}

std::string ds_fields(const Record& root_ds) {
  return rdata_text(RRType::DS, RRClass::IN, root_ds.rdata);
}

// `20326 8 2 E06D...` as delv takes it: the digest in quotes.
std::string delv_anchors(const Record& root_ds) {
  const std::string fields = ds_fields(root_ds);
  const std::size_t last = fields.rfind(' ');
  return fmt::format("trust-anchors {{\n  . static-ds {} \"{}\";\n}};\n", fields.substr(0, last),
                     fields.substr(last + 1));
}

}  // namespace

std::string zone_file(const std::string& apex, LabServer server) {
  const char* ending = server == LabServer::second ? ".second.zone" : ".zone";
  return "zones/" + file_label(apex) + ending;
}

std::map<std::string, std::string> lab_configs(const LabPlace& place,
                                               const std::vector<LabZone>& zones,
                                               const Record& root_ds) {
  std::map<std::string, std::string> files;
  for (const LabServer server : servers_with_zones())
    files["serve-" + name_of(server) + ".toml"] = serve_config(place, zones, server);
  files["resolve.toml"] = resolve_config(place);
  files["root.hints"] =
      fmt::format(". 3600 IN NS ns.\nns. 3600 IN A {}\n", address_of(LabServer::root));
  files["root.anchors"] = ". 3600 IN DS " + ds_fields(root_ds) + "\n";
  files["unbound.conf"] = unbound_config(place, zones);
  files["delv.anchors"] = delv_anchors(root_ds);
  return files;
}

}  // namespace vouch::lab
