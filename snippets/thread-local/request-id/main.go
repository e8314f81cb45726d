// Request-id lets a log handler take the request id from the context.
package main

import (
	"context"
	"log/slog"
	"os"
	"sync"
)

// region handler
type requestKey struct{}

// zh: 把 ctx 里的请求编号加进每条日志
// en: requestHandler adds the request id in ctx to each log record
type requestHandler struct{ slog.Handler }

func (h requestHandler) Handle(ctx context.Context, r slog.Record) error {
	if id, ok := ctx.Value(requestKey{}).(string); ok {
		r = r.Clone()
		r.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, r)
}

// endregion

func (h requestHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestHandler{h.Handler.WithAttrs(attrs)}
}

func (h requestHandler) WithGroup(name string) slog.Handler {
	return requestHandler{h.Handler.WithGroup(name)}
}

// region layers
func main() {
	noTime := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	text := slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: noTime})
	slog.SetDefault(slog.New(requestHandler{text}))
	var wg sync.WaitGroup
	for _, id := range []string{"r1", "r2"} {
		ctx := context.WithValue(context.Background(), requestKey{}, id)
		wg.Go(func() { handle(ctx) })
	}
	wg.Wait()
}

func handle(ctx context.Context) {
	slog.InfoContext(ctx, "handle")
	enroll(ctx, "Alice")
}

func enroll(ctx context.Context, student string) {
	save(ctx, student)
}

func save(ctx context.Context, student string) {
	slog.InfoContext(ctx, "saved", "student", student)
}

// endregion
