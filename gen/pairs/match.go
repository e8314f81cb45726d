package pairs

// matcher finds the record of each block: by what it says rather than by its
// place, so that a block that was added or removed leaves the others alone.
type matcher struct {
	blocks  []record // of the blocks as they are now
	records []record
	found   []*record // by block
	used    []bool    // by record
	// crossed is, by block, the record of its Chinese if that of its English
	// is another.
	crossed []*record
	left    int // blocks without a record
}

func newMatcher(blocks, records []record) *matcher {
	return &matcher{
		blocks:  blocks,
		records: records,
		found:   make([]*record, len(blocks)),
		used:    make([]bool, len(records)),
		crossed: make([]*record, len(blocks)),
		left:    len(blocks),
	}
}

// key is what two records have in common if they are of one block.
type key struct{ section, zh, en string }

// anywhere is a section for all blocks that may stand for each other.
func (r *record) anywhere() string {
	switch {
	case r.shared:
		return "="
	case r.section[0] == '#':
		return "#"
	}
	return ""
}

// matchAll goes from what is certain to what is likely. English that is as it
// was comes before Chinese that is: a block that may be stale is.
func (m *matcher) matchAll() {
	m.match(func(r *record) (key, bool) { return key{r.section, r.zh.sum, r.en.sum}, true })
	m.match(func(r *record) (key, bool) { return key{r.anywhere(), r.zh.sum, r.en.sum}, !r.shared })
	chinese := m.unusedChinese()
	m.match(func(r *record) (key, bool) { return key{r.section, "", r.en.sum}, !r.shared })
	m.match(func(r *record) (key, bool) { return key{r.section, r.zh.sum, ""}, !r.shared })
	m.match(func(r *record) (key, bool) { return key{r.anywhere(), "", r.en.sum}, !r.shared })
	m.match(func(r *record) (key, bool) { return key{r.anywhere(), r.zh.sum, ""}, !r.shared })
	// Code that was the same in both editions and is not any longer, then
	// blocks of which nothing is as it was, then code that has moved.
	m.match(func(r *record) (key, bool) { return key{section: r.section}, r.shared || r.code })
	m.match(func(r *record) (key, bool) { return key{section: r.section}, !r.shared })
	m.match(func(r *record) (key, bool) { return key{section: r.anywhere()}, r.shared })
	for i := range m.blocks {
		r, now := m.found[i], &m.blocks[i]
		if r != nil && !r.shared && r.en.sum == now.en.sum && r.zh.sum != now.zh.sum {
			m.crossed[i] = chinese[key{now.anywhere(), now.zh.sum, ""}]
		}
	}
}

// unchanged matches everything in order and returns true, if nothing has changed.
func (m *matcher) unchanged() bool {
	if len(m.blocks) != len(m.records) {
		return false
	}
	for i := range m.blocks {
		b, r := &m.blocks[i], &m.records[i]
		if b.section != r.section || b.shared != r.shared || b.zh.sum != r.zh.sum || b.en.sum != r.en.sum {
			return false
		}
	}
	for i := range m.records {
		m.found[i], m.used[i] = &m.records[i], true
	}
	m.left = 0
	return true
}

// match gives blocks that have no record yet those with the same key, in
// order. of is false for what has no such key.
func (m *matcher) match(of func(*record) (key, bool)) {
	if m.left == 0 {
		return
	}
	unused := make(map[key][]int)
	for i := range m.records {
		if m.used[i] {
			continue
		}
		if k, ok := of(&m.records[i]); ok {
			unused[k] = append(unused[k], i)
		}
	}
	if len(unused) == 0 {
		return
	}
	for i := range m.blocks {
		if m.found[i] != nil {
			continue
		}
		k, ok := of(&m.blocks[i])
		if list := unused[k]; ok && len(list) > 0 {
			m.found[i], m.used[list[0]] = &m.records[list[0]], true
			unused[k] = list[1:]
			m.left--
		}
	}
}

// unusedChinese are the records that have no block yet, by their Chinese.
func (m *matcher) unusedChinese() map[key]*record {
	list := make(map[key]*record)
	for i := range m.records {
		if r := &m.records[i]; !m.used[i] && !r.shared {
			list[key{r.anywhere(), r.zh.sum, ""}] = r
		}
	}
	return list
}
