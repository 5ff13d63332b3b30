package lifecycle

import "context"

// GoAway is closed when the peer should be told to go away and the connection
// be closed: because the program has stopped accepting work, or because the
// connection approaches the contract's greatest age. It is for handlers whose
// response lasts as long as the connection: WebSockets, server-sent events and
// long polls. ctx is the request's context; a handler that hijacks takes the
// channel before it does.
//
//	select {
//	case m := <-messages:
//		send(m)
//	case <-lifecycle.GoAway(r.Context()):
//		closeWith(websocket.StatusGoingAway)
//		return
//	}
//
// A hijacked connection that stays is cut when it has reached that age, or at
// the end of the drain. With the context of a worker the channel is that of its
// own end; with any other it is nil and never closed.
func GoAway(ctx context.Context) <-chan struct{} {
	if k := connectionOf(ctx); k != nil {
		goAway, _ := k.home.watch(k)
		return goAway
	}
	if p, ok := ctx.Value(phasesKey{}).(*phases); ok {
		return p.told.Done()
	}
	return nil
}

// Aged is closed when the connection approaches the contract's greatest age, and
// unlike [GoAway] not by a stop: it is for programs whose connections finish by
// themselves within the drain, the profile's on_interrupt: finish. ctx is the
// request's context; with any other the channel is nil and never closed. An
// upgraded connection's age begins with the request that upgraded it.
func Aged(ctx context.Context) <-chan struct{} {
	if k := connectionOf(ctx); k != nil {
		_, aged := k.home.watch(k)
		return aged
	}
	return nil
}
