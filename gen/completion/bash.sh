# Completion for NAME in bash. To try it: eval "$(NAME completion bash)"
_FUNC_complete() {
	local line value cur=${COMP_WORDS[COMP_CWORD]}
	if [[ $cur == "=" ]]; then cur=; fi # bash makes -flag=value three words
	COMPREPLY=()
	while IFS= read -r line; do
		case $line in
		:dirs | :files)
			compopt -o filenames 2>/dev/null
			local kind=-f
			if [[ $line == :dirs ]]; then kind=-d; fi
			while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen "$kind" -- "$cur")
			;;
		*)
			value=${line%%$'\t'*}
			if [[ $value == */ ]]; then compopt -o nospace 2>/dev/null; fi
			COMPREPLY+=("$value")
			;;
		esac
	done < <("${COMP_WORDS[0]/#\~/$HOME}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _FUNC_complete NAME
