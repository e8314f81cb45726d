package contract

// Description is a contract in sentences, in one language. Code in a sentence
// stands between backquotes.
type Description struct {
	Always []string // what holds in every run
	Varies []string // what was only so in this run
}

// Describe says the contract in lang, "zh" or "en", from its structure.
// recorded is the recorded output.
func (c *Contract) Describe(lang string, recorded *Output) Description { return Description{} }
