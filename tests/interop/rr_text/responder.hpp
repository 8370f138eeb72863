// A name server for one program at a time: it answers over UDP on loopback with the one record that
// the query's name numbers (random_records.hpp), whatever its form.
#pragma once

#include <thread>
#include <vector>

#include "vouch/rr/rrset.hpp"

namespace vouch::interop {

class Responder {
 public:
  /// The records must outlive the responder.
  explicit Responder(const std::vector<Record>& records);
  ~Responder();
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;

  /// 0 where no socket could be had.
  unsigned port() const { return port_; }

 private:
  void serve() const;

  const std::vector<Record>& records_;
  int socket_ = -1;
  unsigned port_ = 0;
  std::thread thread_;
};

}  // namespace vouch::interop
