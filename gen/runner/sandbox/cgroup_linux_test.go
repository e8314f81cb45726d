package sandbox

import "testing"

func TestOwnCgroup(t *testing.T) {
	const (
		proc    = "22 27 0:21 / /proc rw,relatime - proc proc rw\n"
		unified = "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw\n"
		hybrid  = "31 30 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n" +
			"32 30 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
		part = "30 24 0:26 /user.slice /mnt/user rw - cgroup2 cgroup2 rw\n"
	)
	for _, test := range []struct{ name, mounts, groups, want string }{
		{"unified", proc + unified, "0::/user.slice/a.service\n", "/sys/fs/cgroup/user.slice/a.service"},
		{"root", proc + unified, "0::/\n", "/sys/fs/cgroup"},
		{"hybrid", proc + hybrid, "8:pids:/x\n1:cpu:/y\n0::/z\n", "/sys/fs/cgroup/unified/z"},
		{"part", part, "0::/user.slice/b\n", "/mnt/user/b"},
		{"outside", part, "0::/system.slice\n", ""},
		{"namespace", unified, "0::/../other\n", ""},
		{"version 1", proc + "31 30 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n", "1:cpu:/y\n", ""},
		{"none", "", "", ""},
	} {
		got, err := ownCgroup(test.mounts, test.groups)
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s: got %q, %v; want %q", test.name, got, err, test.want)
		}
	}
}
